/** A cell or a row of a workbook that can't be believed as it stands in the text that was made of it. */
export type CellNote =
  /** A whole number of more than 15 digits, which Excel doesn't keep. */
  | (NotedCell & { readonly kind: 'lost-digits' })
  /** An error in the place of a value, as `#N/A`. */
  | (NotedCell & { readonly kind: 'error' })
  /** A formula that nobody has computed. */
  | (NotedCell & { readonly kind: 'no-result' })
  /** The row is hidden. */
  | { readonly kind: 'hidden-row'; readonly line: number }
  /** Cells that are merged into the one at `line` and `column`, which alone has their value. */
  | (NotedCell & { readonly kind: 'merged'; readonly lastLine: number; readonly lastColumn: number })

interface NotedCell {
  /** The row of the sheet. */
  readonly line: number
  /** From 0. */
  readonly column: number
  /** What stands there: the number, the error, the formula, the merged area. */
  readonly raw: string
}
