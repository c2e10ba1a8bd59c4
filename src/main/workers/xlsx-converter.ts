import { Worker } from 'node:worker_threads'
import type { XlsxOutcome, XlsxWork } from './xlsx.worker.ts'

const heapMegabytes = 512
const longestMs = 60_000

/**
 * Converts a workbook in a thread of its own, with a cap on memory and time: what a hostile file can do is end it.
 * @param worker the converter's file; the entry knows where it is
 * @returns why the workbook is refused, or its sheets, of which `<file>.<n>.csv` and `<file>.<n>.notes` stand beside it
 */
export function createXlsxConverter(worker: URL): (file: string) => Promise<XlsxOutcome> {
  return (file) =>
    new Promise((resolve) => {
      const work: XlsxWork = { file }
      const thread = new Worker(worker, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } })
      const refuse = (why: string) => end({ outcome: 'refused', why })
      const timer = setTimeout(() => refuse(`It took more than ${longestMs / 1000} seconds to read.`), longestMs)
      let ended = false
      const end = (outcome: XlsxOutcome) => {
        if (ended) return
        ended = true
        clearTimeout(timer)
        void thread.terminate()
        resolve(outcome)
      }
      thread.on('message', end)
      thread.on('error', () => refuse('It needs more memory than a workbook may have.'))
      thread.on('exit', () => refuse('It could not be read.'))
    })
}
