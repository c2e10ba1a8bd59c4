import type { HeldEntitlement } from '../../../contract/access.ts'
import { useAsOf, writeAsOf } from '../../shared/as-of/as-of.ts'
import { Link } from '../../shared/link.tsx'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { useList } from '../../shared/lists/use-list.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { Column } from '../../ui/virtual-table.tsx'
import { entitlementList } from './access-lists.ts'
import { ApplicationSelect } from './application-select.tsx'
import { text } from './text.ts'

/** Every entitlement with how many accounts hold it; each leads to who they are. */
export function EntitlementsView() {
  const asOf = useAsOf()
  const application = useSearchParam('application')
  const search = useListSearch(text.searchEntitlements)
  const list = useList(entitlementList, { query: search.query, application, asOf })
  const addressOf = ({ id }: HeldEntitlement) =>
    pages.grants({ entitlement: String(id), asOf: writeAsOf(asOf) ?? undefined })
  const isFiltered = search.query !== '' || application !== null
  return (
    <div className="fill">
      <div className="list-bar access-bar">
        <SearchField {...search.field} />
        <ApplicationSelect />
        <ExportRows table={list.table} />
      </div>
      <PagedTable<HeldEntitlement>
        label={text.entitlements}
        columns={columnsFor(addressOf)}
        rows={list.rows}
        selected={useSelectedRow(list.rows, list.filterKey)}
        keyOf={(entitlement) => String(entitlement.id)}
        onOpen={(entitlement) => navigate(addressOf(entitlement))}
        failed={text.failed}
        version={list.filterKey}
        empty={
          isFiltered ? (
            <EmptyState title={text.noEntitlementsFound} />
          ) : (
            <EmptyState icon="access" title={text.noEntitlements}>
              {text.noEntitlementsText}
            </EmptyState>
          )
        }
      />
    </div>
  )
}

const columnsFor = (addressOf: (entitlement: HeldEntitlement) => string): readonly Column<HeldEntitlement>[] => [
  {
    id: 'name',
    title: text.entitlement,
    width: 'minmax(0, 1.5fr)',
    cell: (entitlement) => (
      <Link className="truncate" href={addressOf(entitlement)}>
        {entitlement.name}
      </Link>
    ),
  },
  {
    id: 'path',
    title: text.path,
    width: 'minmax(0, 2fr)',
    cell: (entitlement) => <span className="muted truncate">{entitlement.path}</span>,
  },
  {
    id: 'application',
    title: text.application,
    width: 'minmax(0, 1fr)',
    cell: (entitlement) => <span className="truncate">{entitlement.application.name}</span>,
  },
  {
    id: 'description',
    title: text.description,
    width: 'minmax(0, 1.5fr)',
    cell: (entitlement) => <span className="muted truncate">{entitlement.description}</span>,
  },
  {
    id: 'privileged',
    title: text.privileged,
    hideTitle: true,
    width: '6rem',
    cell: (entitlement) => entitlement.privileged && <Badge tone="change">{text.privileged}</Badge>,
  },
  {
    id: 'accounts',
    title: text.accounts,
    width: '5.5rem',
    align: 'end',
    cell: (entitlement) => <span className="number">{number(entitlement.accounts)}</span>,
  },
]
