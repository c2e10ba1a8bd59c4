import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useMay } from '../../use-may.ts'
import { useTemplates } from './governance-queries.ts'
import { text } from './governance-text.ts'
import { MessageEditor } from './message-editor.tsx'
import { Outbox } from './outbox.tsx'

const words = text.messages
type Show = 'templates' | 'outbox'

/** What Castellan says to people about requests, and what of it was sent. */
export function Messages() {
  return useMay('requests:read') ? <Both /> : <EmptyState icon="hold" title={words.forbidden} />
}

function Both() {
  const [show, setShow] = useState<Show>('templates')
  return (
    <div className="settings-part settings-messages">
      <FilterBar<Show>
        label={words.show}
        entries={(['templates', 'outbox'] as const).map((id) => ({ id, title: words.shows[id] }))}
        selected={show}
        onSelect={setShow}
      />
      {show === 'templates' ? <Templates /> : <Outbox />}
    </div>
  )
}

function Templates() {
  const found = useTemplates()
  const [chosen, setChosen] = useState<string>()
  if (found.isPending) return <Skeleton lines={9} />
  if (found.isError) {
    const { detail, requestId } = asProblem(found.error)
    return (
      <ErrorState title={words.failed} detail={detail} requestId={requestId} onRetry={() => void found.refetch()} />
    )
  }
  const shown = found.data.find(({ name }) => name === chosen) ?? found.data[0]
  if (!shown) return null
  return (
    <div className="message-both">
      <ListBox
        className="message-list"
        aria-label={words.list}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[shown.name]}
        onSelectionChange={(keys) => keys !== 'all' && setChosen(String([...keys][0]))}
        items={found.data.map((one) => ({ ...one, id: one.name }))}
      >
        {(one) => (
          <ListBoxItem className="option message-entry" textValue={words.names[one.name] ?? one.name}>
            <span className="truncate">{words.names[one.name] ?? one.name}</span>
            {!one.enabled && <Badge>{words.off}</Badge>}
          </ListBoxItem>
        )}
      </ListBox>
      <MessageEditor key={`${shown.name} ${shown.revision}`} template={shown} />
    </div>
  )
}
