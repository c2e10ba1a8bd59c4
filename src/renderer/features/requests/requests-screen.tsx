import { useMemo, useState } from 'react'
import type { AccessRequest } from '../../../contract/requests.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { useRefreshedRows } from '../../shared/lists/change-counter.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useSearchKey } from '../../commands/use-search-key.ts'
import { NewRequest } from './new-request.tsx'
import { OutOfBand } from './out-of-band.tsx'
import { fetchRequests, requestChanges, type RequestFilter, requestFilters } from './queries.ts'
import { RequestDetail } from './request-detail.tsx'
import { RequestActions } from './request-decision.tsx'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import './requests.css'

const pageSize = 200

export function RequestsScreen({ rest }: { rest: readonly string[] }) {
  const canRequest = useIsPermitted('requests:make')
  useCommands(
    useMemo(
      () => [
        {
          id: 'requests.new',
          title: text.new,
          group: 'Actions' as const,
          shortcut: 'n',
          icon: 'plus' as const,
          when: () => canRequest,
          run: () => navigate(pages.newRequest()),
        },
      ],
      [canRequest],
    ),
  )
  const special = rest[0] === 'new' || rest[0] === 'out-of-band'
  return (
    <div className="screen">
      <ScreenHead title={rest[0] === 'new' ? text.new : rest[0] === 'out-of-band' ? text.oob.title : text.title}>
        {canRequest && !special && <Filters />}
        {special && <Button onPress={() => navigate(pages.requests)}>{text.oob.back}</Button>}
      </ScreenHead>
      {!canRequest ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : rest[0] === 'new' ? (
        <NewRequest />
      ) : rest[0] === 'out-of-band' ? (
        <OutOfBand />
      ) : (
        <Requests chosen={rest[0]} />
      )}
    </div>
  )
}

function useShow(): RequestFilter {
  const param = useSearchParam('show')
  return (Object.keys(requestFilters) as RequestFilter[]).find((value) => value === param) ?? 'mine'
}

function Filters() {
  const show = useShow()
  const canAll = useIsPermitted('requests:read')
  const offered = (Object.keys(requestFilters) as RequestFilter[]).filter(
    (value) => canAll || requestFilters[value].whose === 'mine',
  )
  return (
    <>
      <Select
        label={text.show}
        hideLabel
        value={show}
        options={offered.map((value) => ({ value, title: text.filters[value] }))}
        onChange={(value) => setSearchParams({ show: value === 'mine' ? null : value })}
      />
      {canAll && <Button onPress={() => navigate(pages.outOfBandAccess)}>{text.outOfBand}</Button>}
      <Button variant="primary" icon="plus" shortcut="n" onPress={() => navigate(pages.newRequest())}>
        {text.new}
      </Button>
    </>
  )
}

function Requests({ chosen }: { chosen: string | undefined }) {
  const show = useShow()
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const input = useSearchKey(text.search)
  const asking = useMemo(() => fetchRequests(show, asked, pageSize), [show, asked])
  const table = useMemo<CsvTable<AccessRequest>>(
    () => ({ name: 'Requests', head, record, fetchPage: fetchRequests(show, asked, 1000) }),
    [show, asked],
  )
  const rows = useRefreshedRows(asking, pageSize, requestChanges)
  const known = Array.from({ length: Math.min(rows.total ?? 0, pageSize) }, (_, at) => rows.rowAt(at)?.id)
  const place = chosen === undefined ? (rows.total ? 0 : -1) : known.indexOf(chosen)
  const id = chosen ?? rows.rowAt(place)?.id
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={7} />
  if (rows.total === 0 && asked === '' && chosen === undefined)
    return show === 'mine' ? (
      <EmptyState
        icon="requests"
        title={text.none}
        actions={
          <Button variant="primary" icon="plus" onPress={() => navigate(pages.newRequest())}>
            {text.new}
          </Button>
        }
      >
        {text.noneText}
      </EmptyState>
    ) : (
      <EmptyState icon="requests" title={text.noneFound} />
    )
  return (
    <SplitPane
      name="requests"
      listLabel={text.list}
      list={
        <>
          <div className="list-bar">
            <SearchField label={text.search} shortcut="/" inputRef={input} value={words} onChange={setWords} />
            <ExportRows table={table} />
          </div>
          <VirtualList<AccessRequest>
            label={text.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={(accessRequest) => accessRequest.id}
            active={place}
            onActive={(at) => {
              const row = rows.rowAt(at)
              if (row) navigate(pages.request(row.id), { replace: true, keepQuery: true })
            }}
            onRange={rows.onRange}
            version={`${show} ${asked}`}
            lines={2}
            counted={text.counted}
            empty={<EmptyState title={text.noneFound} />}
          >
            {(accessRequest) => <Entry accessRequest={accessRequest} />}
          </VirtualList>
        </>
      }
      detailLabel={text.detail}
      detail={id === undefined ? <EmptyState title={text.noSelection} /> : <RequestDetail key={id} id={id} />}
      decisionLabel={text.decision}
      decision={id !== undefined && <RequestActions key={id} id={id} />}
    />
  )
}

function Entry({ accessRequest }: { accessRequest: AccessRequest }) {
  const contradicted = accessRequest.items.some(({ verification }) => verification === 'contradicted')
  return (
    <div className="list-entry">
      <strong className="truncate">{accessRequest.requestee.name}</strong>
      {contradicted ? (
        <Badge tone="loss">{text.verification.contradicted}</Badge>
      ) : (
        <span className="muted number">{day(accessRequest.requestedAt)}</span>
      )}
      <span className="muted truncate">
        {accessRequest.items.map(({ name }) => name).join(', ')} · {accessRequest.statusText}
      </span>
    </div>
  )
}

const head = [
  'Request',
  'For',
  'Requested by',
  'Requested',
  'Status',
  'Status text',
  'Items',
  'Outcomes',
  'Closed',
  'Reason',
]
const record = (accessRequest: AccessRequest) => [
  accessRequest.id,
  accessRequest.requestee.name,
  accessRequest.requester?.name ?? 'Castellan',
  accessRequest.requestedAt,
  accessRequest.status,
  accessRequest.statusText,
  accessRequest.items.map(({ name }) => name).join('; '),
  accessRequest.items.map(({ outcome, step }) => outcome ?? step).join('; '),
  accessRequest.completedAt ?? '',
  accessRequest.comment,
]
