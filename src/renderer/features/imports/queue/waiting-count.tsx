import { Badge } from '../../../ui/badge.tsx'
import { number } from '../../../ui/format.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useWaitingCount } from './use-waiting-count.ts'
import { text } from '../text.ts'

/** Number of pending imports and files, shown in the navigation. */
export function WaitingCount() {
  return useIsPermitted('imports:read') ? <Waiting /> : null
}

function Waiting() {
  const many = useWaitingCount()
  if (many === 0) return null
  return (
    <Badge tone="accent">
      {number(many)}
      <span className="visually-hidden"> {text.waiting}</span>
    </Badge>
  )
}
