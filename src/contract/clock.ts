import { z } from 'zod'
import { Instant } from './common.ts'

/** The clock of this computer, and the highest time that it ever showed: rights end by that, so that setting it back gives none back. */
export const ClockStatus = z.object({
  now: Instant,
  highest: Instant,
  /** How far it stands behind, in seconds; 0 when it does not, or by less than five minutes. */
  behindSeconds: z.number().int().nonnegative(),
})
export type ClockStatus = z.infer<typeof ClockStatus>
