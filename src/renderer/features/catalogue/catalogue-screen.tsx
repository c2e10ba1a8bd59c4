import { useMemo, useState } from 'react'
import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { useRefreshedRows } from '../../shared/lists/change-counter.ts'
import { Link } from '../../shared/link.tsx'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useSearchKey } from '../../commands/use-search-key.ts'
import { Entitlements } from './entitlements.tsx'
import { RequestFields } from './request-fields.tsx'
import { ItemDecision } from './item-decision.tsx'
import { ItemDetail } from './item-detail.tsx'
import { NewItemDialog } from './new-item-dialog.tsx'
import { catalogueChanges, fetchItems } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import './catalogue.css'

const pageSize = 200
const shows = ['items', 'entitlements', 'fields'] as const
type Show = (typeof shows)[number]

export function CatalogueScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('catalogue:read')
  const canWrite = useIsPermitted('catalogue:write')
  const param = useSearchParam('show')
  const show: Show = canWrite ? (shows.find((value) => value === param) ?? 'items') : 'items'
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {canWrite && (
          <>
            <Select
              label={text.show}
              hideLabel
              value={show}
              options={shows.map((value) => ({ value, title: text.sections[value] }))}
              onChange={(value) => setSearchParams({ show: value === 'items' ? null : value })}
            />
            {show === 'items' && <CreateButtons />}
          </>
        )}
      </ScreenHead>
      {!canRead ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : show === 'entitlements' ? (
        <Entitlements />
      ) : show === 'fields' ? (
        <RequestFields />
      ) : (
        <Items chosen={rest[0]} />
      )}
    </div>
  )
}

function CreateButtons() {
  const [role, askRole] = useDialogParam('role')
  const [bundle, askBundle] = useDialogParam('bundle')
  return (
    <>
      <Button onPress={() => askBundle(true)}>{text.newBundle}</Button>
      <Button variant="primary" icon="plus" onPress={() => askRole(true)}>
        {text.newRole}
      </Button>
      <NewItemDialog kind="bundle" isOpen={bundle} onClose={() => askBundle(false)} />
      <NewItemDialog kind="role" isOpen={role} onClose={() => askRole(false)} />
    </>
  )
}

function Items({ chosen }: { chosen: string | undefined }) {
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const asking = useMemo(() => fetchItems(asked, pageSize), [asked])
  const table = useMemo<CsvTable<CatalogueItem>>(
    () => ({ name: 'Catalogue', head, record, fetchPage: fetchItems(asked, 1000) }),
    [asked],
  )
  const input = useSearchKey(text.search)
  const rows = useRefreshedRows(asking, pageSize, catalogueChanges)
  const canWrite = useIsPermitted('catalogue:write')
  const known = Array.from({ length: Math.min(rows.total ?? 0, pageSize) }, (_, at) => rows.rowAt(at)?.id)
  const place = chosen === undefined ? (rows.total ? 0 : -1) : known.indexOf(chosen)
  const id = chosen ?? rows.rowAt(place)?.id
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={7} />
  if (rows.total === 0 && asked === '')
    return (
      <EmptyState
        icon="catalogue"
        title={text.none}
        actions={canWrite && <Link href={pages.entitlements}>{text.toEntitlements}</Link>}
      >
        {text.noneText}
      </EmptyState>
    )
  return (
    <SplitPane
      name="catalogue"
      listLabel={text.list}
      list={
        <>
          <div className="list-bar">
            <SearchField label={text.search} shortcut="/" inputRef={input} value={words} onChange={setWords} />
            <ExportRows table={table} />
          </div>
          <VirtualList<CatalogueItem>
            label={text.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={(item) => item.id}
            active={place}
            onActive={(at) => {
              const row = rows.rowAt(at)
              if (row) navigate(pages.catalogueItem(row.id), { replace: true, keepQuery: true })
            }}
            onRange={rows.onRange}
            version={asked}
            lines={2}
            counted={text.counted}
            empty={<EmptyState title={text.noneFound} />}
          >
            {(item) => <Entry item={item} />}
          </VirtualList>
        </>
      }
      detailLabel={text.detail}
      detail={id === undefined ? <EmptyState title={text.noneFound} /> : <ItemDetail key={id} id={id} />}
      decisionLabel={text.decision}
      decision={id !== undefined && <ItemDecision key={id} id={id} />}
    />
  )
}

function Entry({ item }: { item: CatalogueItem }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{item.name}</strong>
      {item.requestable ? (
        item.riskLevel !== null && (
          <Badge tone={item.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(item.riskLevel)}</Badge>
        )
      ) : (
        <Badge>{text.notRequestable}</Badge>
      )}
      <span className="muted truncate">{[text.kinds[item.kind], item.description].filter(Boolean).join(' · ')}</span>
    </div>
  )
}

const head = ['Name', 'Kind', 'Application', 'Description', 'Risk', 'Requestable', 'Owner', 'Provisioner', 'Approvers']
const record = (item: CatalogueItem) => [
  item.name,
  item.kind,
  item.application?.name ?? '',
  item.description,
  item.riskLevel ?? '',
  item.requestable ? 'yes' : 'no',
  item.owner?.name ?? '',
  item.provisioner?.name ?? '',
  item.approvers?.map(({ word }) => word).join('; ') ?? 'default',
]
