import type { EventItem } from '../../../contract/personnel-events.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import type { Tone } from '../../ui/tone.ts'
import { PrivilegeTable } from '../../shared/request-parts/privilege-table.tsx'
import { text } from './text.ts'

/** What has come of the work of an event, application by application. */
export function EventItems({ items }: { items: readonly EventItem[] }) {
  return (
    <section aria-label={text.items}>
      <h3>{text.items}</h3>
      <ul className="stack-tight">
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ul>
    </section>
  )
}

function stateOf({ isWaiting, outcome, verification }: EventItem): { readonly tone: Tone; readonly words: string } {
  if (isWaiting) return { tone: 'neutral', words: text.itemWaiting }
  if (outcome === null) return { tone: 'change', words: text.inProgress }
  if (verification === 'proved') return { tone: 'gain', words: text.verification.proved }
  if (verification === 'contradicted') return { tone: 'loss', words: text.verification.contradicted }
  if (verification === 'claimed') return { tone: 'accent', words: text.verification.claimed }
  return { tone: outcome === 'provisioned' ? 'gain' : 'neutral', words: text.outcomes[outcome] }
}

function Item({ item }: { item: EventItem }) {
  const { tone, words } = stateOf(item)
  const when = item.verifiedAt ?? item.outcomeAt
  return (
    <li className="boxed event-application">
      <div className="event-application-head">
        <strong>{item.application.name}</strong>
        <span className="muted">
          {text.actions[item.action]} · {text.number(item.number)}
        </span>
        <Badge tone={tone}>{words}</Badge>
        <span className="muted">
          {item.waitsFor.length > 0 ? text.waitsFor(item.waitsFor.join(', ')) : when === null ? '' : day(when)}
        </span>
        <Link href={pages.request(item.requestId)}>{text.toRequest}</Link>
      </div>
      <PrivilegeTable caption={item.application.name} privileges={item.privileges} />
    </li>
  )
}
