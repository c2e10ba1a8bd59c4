import fc from 'fast-check'
import { it } from 'vitest'
import { FolderLab } from '../../support/folder-lab.ts'
import { live, story } from './folder-model.ts'

/**
 * Two thousand stories in all: partial writes, renames over, touches, deletions, companions right and wrong, restarts.
 * Four folders at once, since half of the time each waits for files and for its worker.
 */
it.concurrent.each([1, 2, 3, 4])(
  'takes each file whole, once and with an answer, whatever writers do in whatever order (part %i of 4)',
  { timeout: 600_000 },
  async () => {
    const lab = new FolderLab()
    try {
      await fc.assert(
        fc.asyncProperty(story, (steps) => live(lab, steps)),
        { numRuns: 500 },
      )
    } finally {
      await lab.close()
    }
  },
)
