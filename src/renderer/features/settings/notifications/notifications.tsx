import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { asProblem } from '../../../api/problem.ts'
import { Badge } from '../../../ui/badge.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { cx } from '../../../ui/cx.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { setSearchParams, useSearchParam } from '../../../shared/navigation/router.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useTemplates } from '../governance/governance-queries.ts'
import { text } from '../governance/governance-text.ts'
import { Mail } from './mail.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { Outbox } from './outbox.tsx'

const words = text.messages
type Show = 'templates' | 'outbox' | 'mail'

/** What Castellan says to people about requests, what of it was sent, and how. */
export function NotificationTemplates() {
  const mayRead = useIsPermitted('requests:read')
  const maySee = useIsPermitted('settings:read')
  const param = useSearchParam('show')
  const shows: readonly Show[] = [
    ...(mayRead ? (['templates', 'outbox'] as const) : []),
    ...(maySee ? ['mail' as const] : []),
  ]
  const show = shows.find((one) => one === param) ?? shows[0]
  if (show === undefined) return <EmptyState icon="hold" title={words.forbidden} />
  return (
    <div className={cx('settings-part', show !== 'mail' && 'settings-messages')}>
      <FilterBar<Show>
        label={words.show}
        entries={shows.map((id) => ({ id, title: words.shows[id] }))}
        selected={show}
        onSelect={(id) => setSearchParams({ show: id === shows[0] ? null : id })}
      />
      {show === 'templates' ? <Templates /> : show === 'outbox' ? <Outbox /> : <Mail />}
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
      <TemplateEditor key={`${shown.name} ${shown.revision}`} template={shown} />
    </div>
  )
}
