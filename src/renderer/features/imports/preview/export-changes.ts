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

/** Converts a change to a CSV record. */
export function changeRecord(change: Change): readonly (string | number)[] {
  const { account, entitlement, line } = change
  const values = (side: 'before' | 'after') =>
    differences(change)
      .filter((attribute) => attribute[side] !== '')
      .map((attribute) => `${attributeTitles[attribute.name] ?? attribute.name}: ${attribute[side]}`)
      .join('; ')
  return [
    change.sentence,
    kindLabels[change.kind].singular,
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

/** The CSV export of all changes that match a filter: "Core Banking changes 2026-06-30". */
export const changesTable = (importRun: Import, filter: ChangeFilter): CsvTable<Change> => ({
  name: `${importRun.application.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()} changes ${importRun.extractAt.slice(0, 10)}`,
  head,
  record: changeRecord,
  fetchPage: fetchChanges(importRun.id, filter, 1000),
})
