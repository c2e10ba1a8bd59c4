import type { EventKind } from '../../../contract/personnel-events.ts'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'

export interface Dates {
  readonly effectiveOn: string
  readonly effectiveTime: string
  readonly endOn: string
  readonly late: { readonly trueSince: string; readonly reason: string } | null
}

export const noDates: Dates = { effectiveOn: '', effectiveTime: '', endOn: '', late: null }

interface EventDatesProps {
  kind: EventKind
  dates: Dates
  onChange: (dates: Dates) => void
}

/** The dates of an event, named as its kind names them. */
export function EventDates({ kind, dates, onChange }: EventDatesProps) {
  const hasEnd = kind === 'role-transition' || kind === 'leave-of-absence'
  return (
    <div className="event-fields">
      <TextField
        label={text.effectiveOn[kind]}
        type="date"
        isRequired
        value={dates.effectiveOn}
        onChange={(effectiveOn) => onChange({ ...dates, effectiveOn })}
      />
      <TextField
        label={text.time}
        note={text.timeNote}
        type="time"
        value={dates.effectiveTime}
        onChange={(effectiveTime) => onChange({ ...dates, effectiveTime })}
      />
      {hasEnd && (
        <TextField
          label={text.endOn[kind]}
          note={text.endNote[kind]}
          type="date"
          value={dates.endOn}
          onChange={(endOn) => onChange({ ...dates, endOn })}
        />
      )}
    </div>
  )
}
