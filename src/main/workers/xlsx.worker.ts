import { parentPort, workerData } from 'node:worker_threads'
import { convertWorkbook } from './xlsx/convert.ts'
import { WorkbookRefused } from './xlsx/gate.ts'

/** Where the workbook is; the text of its sheets goes beside it. */
export interface XlsxWork {
  readonly file: string
}

export type XlsxOutcome =
  | { readonly outcome: 'converted'; readonly sheets: readonly string[] }
  | { readonly outcome: 'refused'; readonly why: string }

const { file } = workerData as XlsxWork
const post = (outcome: XlsxOutcome): void => parentPort?.postMessage(outcome)
try {
  const files = { text: (sheet: number) => `${file}.${sheet}.csv`, notes: (sheet: number) => `${file}.${sheet}.notes` }
  post({ outcome: 'converted', sheets: convertWorkbook(file, files) })
} catch (error) {
  const why =
    error instanceof WorkbookRefused
      ? error.message
      : 'It can not be read as a workbook; it may be damaged or encrypted.'
  post({ outcome: 'refused', why })
}
