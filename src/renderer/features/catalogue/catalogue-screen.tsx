import { useMemo, useState } from 'react'
import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { useRowsOf } from '../../shared/lists/change-counter.ts'
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
import { Fields } from './request-fields.tsx'
import { ItemDecision } from './item-decision.tsx'
import { ItemDetail } from './item-detail.tsx'
import { NewItemDialog } from './new-item-dialog.tsx'
import { fresh, fetchItems } from './queries.ts'
import { text } from './text.ts'
import './catalogue.css'

const pageSize = 200
const shows = ['items', 'entitlements', 'fields'] as const
type Show = (typeof shows)[number]

export function CatalogueScreen({ rest }: { rest: readonly string[] }) {
  const may = useIsPermitted('catalogue:read')
  const mayWrite = useIsPermitted('catalogue:write')
  const param = useSearchParam('show')
  const show: Show = mayWrite ? (shows.find((one) => one === param) ?? 'items') : 'items'
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {mayWrite && (
          <>
            <Select
              label={text.show}
              hideLabel
              value={show}
              options={shows.map((value) => ({ value, title: text.shows[value] }))}
              onChange={(value) => setSearchParams({ show: value === 'items' ? null : value })}
            />
            {show === 'items' && <Makers />}
          </>
        )}
      </ScreenHead>
      {!may ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : show === 'entitlements' ? (
        <Entitlements />
      ) : show === 'fields' ? (
        <Fields />
      ) : (
        <Items chosen={rest[0]} />
      )}
    </div>
  )
}

function Makers() {
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
  const rows = useRowsOf(asking, pageSize, fresh)
  const mayWrite = useIsPermitted('catalogue:write')
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
        actions={mayWrite && <Link href="/catalogue?show=entitlements">{text.toEntitlements}</Link>}
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
          <div className="catalogue-bar">
            <SearchField label={text.search} shortcut="/" inputRef={input} value={words} onChange={setWords} />
            <ExportRows table={table} />
          </div>
          <VirtualList<CatalogueItem>
            label={text.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={(one) => one.id}
            active={place}
            onActive={(at) => {
              const row = rows.rowAt(at)
              if (row) navigate(`/catalogue/${encodeURIComponent(row.id)}${location.search}`, { replace: true })
            }}
            onRange={rows.onRange}
            version={asked}
            lines={2}
            counted={text.counted}
            empty={<EmptyState title={text.noneFound} />}
          >
            {(one) => <Entry one={one} />}
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

function Entry({ one }: { one: CatalogueItem }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{one.name}</strong>
      {one.requestable ? (
        one.riskLevel !== null && (
          <Badge tone={one.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(one.riskLevel)}</Badge>
        )
      ) : (
        <Badge>{text.notRequestable}</Badge>
      )}
      <span className="muted truncate">{[text.kinds[one.kind], one.description].filter(Boolean).join(' · ')}</span>
    </div>
  )
}

const head = [
  'Name',
  'Kind',
  'Application',
  'Description',
  'Risk',
  'Can be asked for',
  'Owner',
  'Carried out by',
  'Approvers',
]
const record = (one: CatalogueItem) => [
  one.name,
  one.kind,
  one.application?.name ?? '',
  one.description,
  one.riskLevel ?? '',
  one.requestable ? 'yes' : 'no',
  one.owner?.name ?? '',
  one.provisioner?.name ?? '',
  one.approvers?.map(({ word }) => word).join('; ') ?? 'default',
]
