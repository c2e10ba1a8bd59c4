import type { Reader } from '../../../storage/open.ts'
import { leadDay, startOfDay } from '../../shared/business-day.ts'
import { personnelEventSettings } from '../../settings/personnel-event-settings.service.ts'
import { givesAccess, type PersonnelEvent } from '../model/event.ts'

/** When an event takes effect: its date, at the hour that was given. */
export const effectiveAt = ({ effectiveOn, effectiveTime }: PersonnelEvent): number =>
  startOfDay(effectiveOn, effectiveTime)

/** When the work of an event may begin: what gives access some days before its date, what takes access on it. */
export function beginOf(db: Reader, event: PersonnelEvent): number {
  // Without an overlap the old access goes as the new comes, so nothing begins before the date.
  const takes = !givesAccess(event.kind) || (event.kind === 'role-transition' && event.endOn === null)
  if (takes) return effectiveAt(event)
  const { leadDays, holidays } = personnelEventSettings(db)
  return startOfDay(leadDay(event.effectiveOn, leadDays, holidays))
}

/** When the end of an event may begin; null while no end is known. */
export function removalBeginOf(db: Reader, event: PersonnelEvent): number | null {
  if (event.endOn === null) return null
  if (event.kind !== 'leave-of-absence') return startOfDay(event.endOn)
  const { leadDays, holidays } = personnelEventSettings(db)
  // A short leave is not given back before it has begun.
  return Math.max(startOfDay(leadDay(event.endOn, leadDays, holidays)), effectiveAt(event) + 1)
}
