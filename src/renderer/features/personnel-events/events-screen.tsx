import type { PersonnelEvent } from '../../../contract/personnel-events.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AccessModelsScreen } from './access-models-screen.tsx'
import { EventDecision } from './event-decision.tsx'
import { businessDay } from './event-days.ts'
import { EventDetail } from './event-detail.tsx'
import { eventList, type EventView, eventViews } from './event-list.ts'
import { NewEvent } from './new-event.tsx'
import { Proposals, ProposalsButton } from './proposals.tsx'
import { statusTone } from './status-tone.ts'
import { text } from './text.ts'
import './events.css'

const newEvent: Command = {
  id: 'events.new',
  title: text.new,
  group: 'Actions',
  shortcut: 'n',
  icon: 'plus',
  run: () => navigate(pages.newEvent()),
}
const noCommands: readonly Command[] = []

export function EventsScreen({ rest }: { rest: readonly string[] }) {
  const canReport = useIsPermitted('events:write')
  const canSee = useIsPermitted('requests:make')
  const isList = !['new', 'models', 'proposals'].includes(rest[0] ?? '')
  useCommands(canReport && isList ? [newEvent] : noCommands)
  if (rest[0] === 'models') return <AccessModelsScreen rest={rest.slice(1)} />
  return (
    <div className="screen">
      <ScreenHead title={rest[0] === 'new' ? text.new : rest[0] === 'proposals' ? text.proposalsTitle : text.title}>
        {canSee && isList && <Tools canReport={canReport} />}
        {!isList && <Button onPress={() => navigate(pages.events)}>{text.toEvents}</Button>}
      </ScreenHead>
      {!canSee ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : rest[0] === 'new' ? (
        <NewEvent />
      ) : rest[0] === 'proposals' ? (
        <Proposals />
      ) : (
        <Events selectedId={rest[0]} canReport={canReport} />
      )}
    </div>
  )
}

function useView(): EventView {
  const param = useSearchParam('show')
  return eventViews.find((view) => view === param) ?? 'open'
}

function Tools({ canReport }: { canReport: boolean }) {
  const view = useView()
  const canSeeAll = useIsPermitted('events:read')
  return (
    <>
      <Select
        label={text.show}
        hideLabel
        value={view}
        options={eventViews.map((value) => ({ value, title: text.views[value] }))}
        onChange={(value) => setSearchParams({ show: value === 'open' ? null : value })}
      />
      {canSeeAll && <ProposalsButton />}
      {canSeeAll && <Button onPress={() => navigate(pages.accessModels)}>{text.toModels}</Button>}
      {canReport && <CommandButton command={newEvent} variant="primary" icon="plus" />}
    </>
  )
}

function Events({ selectedId, canReport }: { selectedId: string | undefined; canReport: boolean }) {
  const view = useView()
  const search = useListSearch(text.search)
  const list = useList(eventList, { view, query: search.query })
  const selection = useAddressSelection(list.rows, { selectedId, pathOf: pages.event, initial: 'show-first' })
  const { id } = selection
  return (
    <ListWithDetail<PersonnelEvent>
      name="events"
      label={text.list}
      list={list}
      selection={selection}
      search={search}
      failed={text.failed}
      emptyScreen={search.query === '' && selectedId === undefined && <NoEvents view={view} canReport={canReport} />}
      empty={<EmptyState title={text.noneFound} />}
      counted={text.counted}
      detailLabel={text.detail}
      detail={id === undefined ? <EmptyState title={text.noSelection} /> : <EventDetail key={id} id={id} />}
      decisionLabel={text.decision}
      decision={id !== undefined && <EventDecision key={id} id={id} />}
    >
      {(event) => <Entry event={event} />}
    </ListWithDetail>
  )
}

function NoEvents({ view, canReport }: { view: EventView; canReport: boolean }) {
  if (view === 'waiting' || view === 'ended') return <EmptyState icon="events" title={text.noneFound} />
  return (
    <EmptyState
      icon="events"
      title={text.none}
      actions={canReport && <CommandButton command={newEvent} variant="primary" icon="plus" />}
    >
      {text.noneText}
    </EmptyState>
  )
}

function Entry({ event }: { event: PersonnelEvent }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{event.personName}</strong>
      {event.waitsForMe ? (
        <Badge tone="accent">{text.waitsForMe}</Badge>
      ) : event.items.contradicted > 0 ? (
        <Badge tone="loss">{text.verification.contradicted}</Badge>
      ) : (
        <Badge tone={statusTone[event.status]}>{text.statuses[event.status]}</Badge>
      )}
      <span className="muted truncate">
        {text.kinds[event.kind]} · {businessDay(event.effectiveOn)}
        {event.endOn !== null && ` ${text.until(businessDay(event.endOn))}`}
      </span>
    </div>
  )
}
