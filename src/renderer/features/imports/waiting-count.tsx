import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { useFilesIn, useStagedImports } from './queries.ts'
import { text } from './text.ts'

/** How much waits for a person, beside the name of the area. */
export function WaitingCount() {
  const staged = useStagedImports()
  const files = useFilesIn('unrecognised')
  const many = (staged.data?.length ?? 0) + (files.data?.length ?? 0)
  if (many === 0) return null
  return (
    <Badge tone="accent">
      {number(many)}
      <span className="visually-hidden"> {text.waiting}</span>
    </Badge>
  )
}
