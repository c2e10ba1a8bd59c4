import type { AccessChange } from '../../../contract/access.ts'
import { localDate } from '../../shared/as-of/as-of.ts'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { useList } from '../../shared/lists/use-list.ts'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ApplicationSelect } from './application-select.tsx'
import { changeColumns, ChangeSentence } from './change-columns.tsx'
import { changeList, type ChangesFilter } from './change-list.ts'
import { ChangesBasis, ChangesSubject } from './changes-basis.tsx'
import { text } from './text.ts'

const quarter = 90 * 86_400_000
const isDate = /^\d{4}-\d{2}-\d{2}$/
const readDate = (written: string | null): string | undefined =>
  written !== null && isDate.test(written) ? written : undefined
const kinds = ['any', 'gained', 'lost', 'changed'] as const

/** What two dates differ in: everything, or an application, a person, an account or an entitlement of the address. */
export function ChangesView() {
  const now = useNow()
  const from = readDate(useSearchParam('from')) ?? localDate(now - quarter)
  const to = readDate(useSearchParam('to')) ?? ''
  const by = useSearchParam('by') === 'recorded' ? 'recorded' : 'effective'
  const written = useSearchParam('change')
  const filter: ChangesFilter = {
    from,
    to,
    by,
    change: kinds.find((kind) => kind === written) ?? 'any',
    application: useSearchParam('application'),
    person: useSearchParam('person'),
    account: useSearchParam('account'),
    entitlement: useSearchParam('entitlement'),
  }
  return (
    <div className="fill">
      <div className="list-bar access-bar access-dates">
        <TextField label={text.from} type="date" value={from} onChange={(date) => setDate('from', date)} />
        <TextField label={text.to} type="date" value={to} onChange={(date) => setDate('to', date)} />
        <Select
          label={text.by}
          value={by}
          options={(['effective', 'recorded'] as const).map((value) => ({ value, title: text.ways[value] }))}
          onChange={(value) => setSearchParams({ by: value === 'effective' ? null : value })}
        />
        <ApplicationSelect />
      </div>
      {to !== '' && to < from ? <EmptyState icon="info" title={text.chooseDates} /> : <Differences filter={filter} />}
    </div>
  )
}

const setDate = (name: 'from' | 'to', date: string): void =>
  setSearchParams({ [name]: isDate.test(date) ? date : null })

function Differences({ filter }: { filter: ChangesFilter }) {
  const list = useList(changeList, filter)
  const summary = list.rows.page
  const counts = summary && { any: summary.gained + summary.lost + summary.changed, ...summary }
  const isKnown = summary?.basis.some(({ from, to }) => from.extract !== null && to.extract !== null) ?? true
  return (
    <>
      <div className="list-note">
        <ChangesSubject about={summary?.about} />
        <FilterBar<ChangesFilter['change']>
          label={text.change}
          entries={kinds.map((id) => ({ id, title: text.kinds[id], ...(counts && { count: counts[id] }) }))}
          selected={filter.change}
          onSelect={(kind) => setSearchParams({ change: kind === 'any' ? null : kind })}
        />
        <ExportRows table={list.table} />
      </div>
      <PagedTable<AccessChange>
        label={text.changes}
        columns={changeColumns}
        rows={list.rows}
        selected={useSelectedRow(list.rows, list.filterKey)}
        keyOf={({ account, entitlement }) => `${account.id} ${entitlement.id}`}
        failed={text.failed}
        version={list.filterKey}
        empty={
          isKnown ? (
            <EmptyState icon="access" title={text.noChanges}>
              {text.noChangesText}
            </EmptyState>
          ) : (
            <EmptyState icon="info" title={text.nothingKnown}>
              {text.nothingKnownText}
            </EmptyState>
          )
        }
      >
        {(change) => <ChangeSentence change={change} />}
      </PagedTable>
      {summary && <ChangesBasis summary={summary} />}
    </>
  )
}
