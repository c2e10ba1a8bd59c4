import { parentPort, workerData } from 'node:worker_threads'
import { WorkbookRefused } from './xlsx/gate.ts'
import { toText } from './xlsx/to-text.ts'

/** Where the workbook or the archive is; its text goes beside it. */
export interface XlsxWork {
  readonly file: string
}

export type XlsxOutcome =
  /** The sheets are null for what is no workbook. */
  | { readonly outcome: 'converted'; readonly sheets: readonly string[] | null }
  | { readonly outcome: 'refused'; readonly why: string }

const { file } = workerData as XlsxWork
const post = (outcome: XlsxOutcome): void => parentPort?.postMessage(outcome)
try {
  const files = { text: (place: number) => `${file}.${place}.csv`, notes: (place: number) => `${file}.${place}.notes` }
  post({ outcome: 'converted', sheets: await toText(file, files) })
} catch (error) {
  const why =
    error instanceof WorkbookRefused
      ? error.message
      : 'It can not be read as a workbook; it may be damaged or encrypted.'
  post({ outcome: 'refused', why })
}
