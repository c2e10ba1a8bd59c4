import type { Change, Import } from '../../../contract/imports.ts'
import { csvRecord } from '../../csv.ts'
import { differences } from './differences.ts'
import { attributeTitles, kindLooks } from './looks.ts'
import { type ChangeFilter, fetchChanges } from './queries.ts'

const head = [
  'Change',
  'Kind',
  'User name',
  'Name',
  'Entitlement',
  'Privileged',
  'Before',
  'After',
  'Line',
  'Held back',
  'By',
]

/** One change as a record of the export. */
export function changeRecord(change: Change): string {
  const { account, entitlement, line } = change
  const values = (side: 'before' | 'after') =>
    differences(change)
      .filter((one) => one[side] !== '')
      .map((one) => `${attributeTitles[one.name] ?? one.name}: ${one[side]}`)
      .join('; ')
  return csvRecord([
    change.sentence,
    kindLooks[change.kind].one,
    account?.userName ?? '',
    account?.name ?? '',
    entitlement?.path ?? '',
    entitlement === null ? '' : entitlement.privileged ? 'yes' : 'no',
    values('before'),
    values('after'),
    line ?? '',
    change.held?.reason ?? '',
    change.held?.by ?? '',
  ])
}

/** Collects all changes that a filter leaves, page by page, as a CSV file. The mark at its start tells Excel that it is UTF-8. */
export async function changesAsCsv(
  one: Import,
  filter: ChangeFilter,
  options: { onRows: (rows: number) => void; signal: AbortSignal },
): Promise<{ file: Blob; rows: number }> {
  const fetchPage = fetchChanges(one.id, filter, 1000)
  const parts = ['\ufeff', csvRecord(head)]
  let rows = 0
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await fetchPage(cursor, options.signal)
    parts.push(page.items.map(changeRecord).join(''))
    rows += page.items.length
    options.onRows(rows)
    cursor = page.next
  }
  return { file: new Blob(parts, { type: 'text/csv' }), rows }
}

/** "Core Banking changes 2026-06-30.csv" */
export function exportName(one: Import): string {
  return `${one.application.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()} changes ${one.extractAt.slice(0, 10)}.csv`
}
