import { renameSync, rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { XlsxWork } from './xlsx.worker.ts'

const heapMegabytes = 512
const longestMs = 60_000

/**
 * Converts a workbook in a thread of its own, with a cap on memory and time: what a hostile file can do is end it.
 * @param worker the converter's file; the entry knows where it is
 * @returns why the workbook is refused, or null when `<file>.csv` and its notes stand beside it
 */
export function createXlsxConverter(worker: URL): (file: string) => Promise<string | null> {
  return (file) =>
    new Promise((resolve) => {
      const work: XlsxWork = { file, csvFile: `${file}.csv.part`, notesFile: `${file}.notes` }
      const thread = new Worker(worker, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } })
      const timer = setTimeout(() => end(`It took more than ${longestMs / 1000} seconds to read.`), longestMs)
      let ended = false
      const end = (refused: string | null) => {
        if (ended) return
        ended = true
        clearTimeout(timer)
        void thread.terminate()
        if (refused === null) renameSync(work.csvFile, `${file}.csv`)
        else rmSync(work.csvFile, { force: true })
        resolve(refused)
      }
      thread.on('message', (said: { outcome: 'converted' } | { outcome: 'refused'; why: string }) =>
        end(said.outcome === 'converted' ? null : said.why),
      )
      thread.on('error', () => end('It needs more memory than a workbook may have.'))
      thread.on('exit', () => end('It could not be read.'))
    })
}
