import type { FileGroup } from '../../../../contract/applications.ts'
import { fold } from '../../applications/fold.ts'
import type { ColumnIndex } from './cells.ts'

/**
 * Finds the rows that the rules ignore.
 * @returns why a row is ignored; undefined for one that is read. A cell that is not there passes every filter: its row was
 * cut, and nobody knows what it would have said
 */
export function rowFilter(group: FileGroup, columnOf: ColumnIndex): (fields: readonly string[]) => string | undefined {
  const tests = group.filters.map(({ column, is, value }) => {
    const index = columnOf.get(fold(column)) ?? -1
    const expected = fold(value)
    const matches =
      is === 'blank'
        ? (cell: string) => cell === ''
        : is === 'equal-to'
          ? (cell: string) => cell === expected
          : (cell: string) => cell.startsWith(expected)
    const reason = is === 'blank' ? `${column} is blank.` : `${column} is ${is} "${value}".`
    return { index, matches, reason }
  })
  if (tests.length === 0) return () => undefined
  return (fields) =>
    tests.find(({ index, matches }) => {
      const cell = fields[index]
      return cell !== undefined && matches(fold(cell))
    })?.reason
}
