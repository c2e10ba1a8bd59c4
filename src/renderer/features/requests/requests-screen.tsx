import type { AccessRequest } from '../../../contract/requests.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { NewRequest } from './new-request.tsx'
import { OutOfBand } from './out-of-band.tsx'
import { type RequestFilter, requestFilters } from './queries.ts'
import { RequestActions } from './request-decision.tsx'
import { RequestDetail } from './request-detail.tsx'
import { requestList } from './request-lists.ts'
import { text } from './text.ts'
import './requests.css'

const newRequest: Command = {
  id: 'requests.new',
  title: text.new,
  group: 'Actions',
  shortcut: 'n',
  icon: 'plus',
  run: () => navigate(pages.newRequest()),
}
const noCommands: readonly Command[] = []

export function RequestsScreen({ rest }: { rest: readonly string[] }) {
  const canRequest = useIsPermitted('requests:make')
  useCommands(canRequest ? [newRequest] : noCommands)
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
        <Requests selectedId={rest[0]} />
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
      <CommandButton command={newRequest} variant="primary" icon="plus" />
    </>
  )
}

function Requests({ selectedId }: { selectedId: string | undefined }) {
  const show = useShow()
  const search = useListSearch(text.search)
  const list = useList(requestList, { show, query: search.query })
  const selection = useAddressSelection(list.rows, { selectedId, pathOf: pages.request, initial: 'show-first' })
  const { id } = selection
  return (
    <ListWithDetail<AccessRequest>
      name="requests"
      label={text.list}
      list={list}
      selection={selection}
      search={search}
      failed={text.failed}
      emptyScreen={search.query === '' && selectedId === undefined && <NoRequests show={show} />}
      empty={<EmptyState title={text.noneFound} />}
      counted={text.counted}
      detailLabel={text.detail}
      detail={id === undefined ? <EmptyState title={text.noSelection} /> : <RequestDetail key={id} id={id} />}
      decisionLabel={text.decision}
      decision={id !== undefined && <RequestActions key={id} id={id} />}
    >
      {(accessRequest) => <Entry accessRequest={accessRequest} />}
    </ListWithDetail>
  )
}

function NoRequests({ show }: { show: RequestFilter }) {
  if (show !== 'mine') return <EmptyState icon="requests" title={text.noneFound} />
  return (
    <EmptyState
      icon="requests"
      title={text.none}
      actions={<CommandButton command={newRequest} variant="primary" icon="plus" />}
    >
      {text.noneText}
    </EmptyState>
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
