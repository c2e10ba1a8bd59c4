import type { FileFormat } from './applications.ts'
import type { FindingRule } from './file-findings.ts'

/** A format with what a finding proposes. The window and the program must agree on what "accepted" means. */
export function withFinding(format: FileFormat, rule: FindingRule): FileFormat {
  const { skipLines, controlTotals, extractDate: _, ...single } = rule
  const { headerRow = format.headerRow, delimiter = format.delimiter, sheet = format.sheet } = single
  const { comment = format.comment, columns = format.columns } = single
  return {
    ...format,
    headerRow,
    delimiter,
    sheet,
    comment,
    columns,
    skipLines: {
      startingWith: [...new Set([...format.skipLines.startingWith, ...(skipLines?.startingWith ?? [])])],
      repeatedHeader: format.skipLines.repeatedHeader || (skipLines?.repeatedHeader ?? false),
    },
    controlTotals: [
      ...format.controlTotals,
      ...(controlTotals ?? []).filter((total) => !format.controlTotals.some(isSame(total))),
    ],
  }
}

/** The same format without what a finding proposes. */
export function withoutFinding(format: FileFormat, rule: FindingRule): FileFormat {
  const { skipLines, controlTotals } = rule
  const dropped = new Set(skipLines?.startingWith)
  return {
    ...format,
    ...(rule.headerRow === undefined ? {} : { headerRow: 1 }),
    ...(rule.delimiter === undefined ? {} : { delimiter: 'auto' }),
    ...(rule.sheet === undefined ? {} : { sheet: null }),
    ...(rule.comment === undefined ? {} : { comment: null }),
    ...(rule.columns === undefined ? {} : { columns: [] }),
    skipLines: {
      startingWith: format.skipLines.startingWith.filter((start) => !dropped.has(start)),
      repeatedHeader: format.skipLines.repeatedHeader && skipLines?.repeatedHeader !== true,
    },
    controlTotals: format.controlTotals.filter((total) => !(controlTotals ?? []).some(isSame(total))),
  }
}

const isSame =
  ({ startingWith }: { readonly startingWith: string }) =>
  (other: { readonly startingWith: string }): boolean =>
    other.startingWith === startingWith
