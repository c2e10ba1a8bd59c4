import { parentPort, workerData } from 'node:worker_threads'
import { convertWorkbook } from './xlsx/convert.ts'
import { WorkbookRefused } from './xlsx/gate.ts'

/** Where the workbook is, and where its text goes. */
export interface XlsxWork {
  readonly file: string
  readonly csvFile: string
  readonly notesFile: string
}

const { file, csvFile, notesFile } = workerData as XlsxWork
try {
  convertWorkbook(file, csvFile, notesFile)
  parentPort?.postMessage({ outcome: 'converted' })
} catch (error) {
  const why =
    error instanceof WorkbookRefused
      ? error.message
      : 'It can not be read as a workbook; it may be damaged or encrypted.'
  parentPort?.postMessage({ outcome: 'refused', why })
}
