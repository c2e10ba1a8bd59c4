import fc from 'fast-check'
import { afterEach, beforeEach, it } from 'vitest'
import { FolderLab } from '../../support/folder-lab.ts'
import { live, story } from './folder-model.ts'

let lab: FolderLab
beforeEach(() => {
  lab = new FolderLab()
})
afterEach(() => lab.close())

/** Two thousand stories in all: partial writes, renames over, touches, deletions, companions right and wrong, restarts. */
it.each([1, 2, 3, 4])(
  'whatever writers do in whatever order, each file is taken whole, once, answered for, and kept (part %i of 4)',
  { timeout: 600_000 },
  () =>
    fc.assert(
      fc.asyncProperty(story, (steps) => live(lab, steps)),
      { numRuns: 500 },
    ),
)
