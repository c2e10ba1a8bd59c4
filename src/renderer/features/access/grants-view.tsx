import type { AccessGrant, AccessPage } from '../../../contract/access.ts'
import { useAsOf } from '../../shared/as-of/as-of.ts'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { useList } from '../../shared/lists/use-list.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { grantList } from './access-lists.ts'
import { ApplicationSelect } from './application-select.tsx'
import { BasisNote } from './basis-note.tsx'
import { FilterChips, FilterLimits, FilterMenu } from './filter-chips.tsx'
import { grantColumns } from './grant-columns.tsx'
import { GrantDetail } from './grant-detail.tsx'
import { useGrantAddress } from './grant-filter.ts'
import { text } from './text.ts'

/** Who has, or had, access: the grants that the address asks about, and what the answer rests on. */
export function GrantsView() {
  const asOf = useAsOf()
  const search = useListSearch(text.search)
  const filter = { ...useGrantAddress(), query: search.query, asOf }
  const list = useList(grantList, filter)
  const summary = list.rows.page
  return (
    <div className="fill">
      <div className="list-bar access-bar">
        <SearchField {...search.field} />
        <ApplicationSelect />
        <FilterMenu filters={filter.filters} />
        <ExportRows table={list.table} />
      </div>
      <FilterChips filter={filter} about={summary?.about} />
      <PagedTable<AccessGrant>
        label={text.grants}
        columns={grantColumns(filter.subject)}
        rows={list.rows}
        selected={useSelectedRow(list.rows, list.filterKey)}
        keyOf={({ account, entitlement }) => `${account.id} ${entitlement.id}`}
        failed={text.failed}
        version={list.filterKey}
        empty={<Nothing summary={summary} />}
      >
        {(grant) => <GrantDetail grant={grant} />}
      </PagedTable>
      <FilterLimits filters={filter.filters} />
      {summary?.isTotalCapped && <p className="basis-note">{text.capped(summary.total)}</p>}
      {summary && <BasisNote basis={summary.basis} logPosition={summary.logPosition} />}
    </div>
  )
}

/** An empty answer of which something is known differs from one of which nothing is. */
function Nothing({ summary }: { summary: AccessPage | undefined }) {
  if (!summary) return null
  const isKnown = summary.basis.some(({ extract }) => extract !== null)
  return isKnown ? (
    <EmptyState icon="access" title={text.none}>
      {text.noneText}
    </EmptyState>
  ) : (
    <EmptyState icon="info" title={text.nothingKnown}>
      {text.nothingKnownText}
    </EmptyState>
  )
}
