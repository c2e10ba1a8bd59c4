import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes a minute or more, the longest first. */
const long = ['test/main/watcher/folder-model.test.ts', 'test/main/host/kill.test.ts']

/**
 * Starts the longest files first, so that no worker is left alone with one at the end: a clean clone has no record of
 * how long files took, and without it the largest, not the longest, come first.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = long.findIndex((file) => moduleId.endsWith(file))
      return at === -1 ? long.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
