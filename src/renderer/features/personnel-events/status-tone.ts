import type { EventStatus } from '../../../contract/personnel-events.ts'
import type { Tone } from '../../ui/tone.ts'

/** How each status looks: what needs somebody stands out, what waits for a day does not. */
export const statusTone: Readonly<Record<EventStatus, Tone>> = {
  pending: 'accent',
  scheduled: 'neutral',
  snoozed: 'neutral',
  open: 'change',
  resolved: 'accent',
  completed: 'gain',
  canceled: 'neutral',
}
