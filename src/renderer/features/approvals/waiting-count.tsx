import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useWaiting } from './queries.ts'
import { text } from './text.ts'

/** Number of open tasks, shown in the navigation. */
export function WaitingCount() {
  return useIsPermitted('requests:decide') ? <Waiting /> : null
}

function Waiting() {
  const { data: count = 0 } = useWaiting()
  if (count === 0) return null
  return (
    <Badge tone="accent">
      {number(count)}
      <span className="visually-hidden"> {text.waiting}</span>
    </Badge>
  )
}
