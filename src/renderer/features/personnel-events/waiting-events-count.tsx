import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { useWaitingEvents } from './queries.ts'
import { text } from './text.ts'

/** Number of events that need an answer, shown in the navigation. */
export function WaitingEventsCount() {
  return useIsPermitted('requests:decide') ? <Waiting /> : null
}

function Waiting() {
  const { data: count = 0 } = useWaitingEvents()
  if (count === 0) return null
  return (
    <Badge tone="accent">
      {number(count)}
      <span className="visually-hidden"> {text.views.waiting}</span>
    </Badge>
  )
}
