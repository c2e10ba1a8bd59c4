import type { Change, Import } from '../../../../contract/imports.ts'
import type { CsvTable } from '../../../shared/lists/export-rows.tsx'
import { differences } from '../files/differences.ts'
import { attributeTitles, kindLabels } from '../labels.ts'
import { type ChangeFilter, fetchChanges } from '../queries.ts'

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
export function changeRecord(change: Change): readonly (string | number)[] {
  const { account, entitlement, line } = change
  const values = (side: 'before' | 'after') =>
    differences(change)
      .filter((one) => one[side] !== '')
      .map((one) => `${attributeTitles[one.name] ?? one.name}: ${one[side]}`)
      .join('; ')
  return [
    change.sentence,
    kindLabels[change.kind].one,
    account?.userName ?? '',
    account?.name ?? '',
    entitlement?.path ?? '',
    entitlement === null ? '' : entitlement.privileged ? 'yes' : 'no',
    values('before'),
    values('after'),
    line ?? '',
    change.held?.reason ?? '',
    change.held?.by ?? '',
  ]
}

/** All changes that a filter leaves: "Core Banking changes 2026-06-30". */
export const changesTable = (one: Import, filter: ChangeFilter): CsvTable<Change> => ({
  name: `${one.application.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()} changes ${one.extractAt.slice(0, 10)}`,
  head,
  record: changeRecord,
  fetchPage: fetchChanges(one.id, filter, 1000),
})
