import type { LineCounts } from '../../../contract/line-counts.ts'
import type { RecordScanner, ScannedRecord } from '../../domain/imports/reading/records.ts'

type SkipKind = NonNullable<ScannedRecord['skipped']>

const countOf: Readonly<Record<SkipKind, 'repeatedHeaders' | 'rulers' | 'totals' | 'skipped'>> = {
  'repeated-header': 'repeatedHeaders',
  ruler: 'rulers',
  total: 'totals',
  other: 'skipped',
}

/** Counts what each line of the files is, so that none is left out without a word. */
export class LineCounter {
  readonly #counts: { -readonly [Name in keyof LineCounts]: number } = {
    lines: 0,
    title: 0,
    header: 0,
    comments: 0,
    blank: 0,
    repeatedHeaders: 0,
    rulers: 0,
    totals: 0,
    skipped: 0,
    rows: 0,
    continued: 0,
  }

  /** @param isSheet then a row is one line, however many line breaks its cells hold */
  see({ line, lines, skipped }: ScannedRecord, headerLine: number, isSheet: boolean): void {
    if (!isSheet) this.#counts.continued += lines - 1
    if (line <= headerLine) this.#counts.header++
    else if (skipped !== undefined) this.#counts[countOf[skipped]]++
  }

  endFile({ lines, titleLines, commentLines, blankLines }: RecordScanner): void {
    this.#counts.lines += lines
    this.#counts.title += titleLines
    this.#counts.comments += commentLines
    this.#counts.blank += blankLines
  }

  /**
   * @param read records below the header, skipped ones included
   * @param bare records that hold nothing but delimiters
   */
  counts(read: number, bare: number): LineCounts {
    const { repeatedHeaders, rulers, totals, skipped, blank } = this.#counts
    return { ...this.#counts, blank: blank + bare, rows: read - repeatedHeaders - rulers - totals - skipped }
  }
}
