import { z } from 'zod'
import { Instant } from './common.ts'

/**
 * none: not made yet. ready: made, and nobody is in it. open: somebody is. inside: this answer comes out of the sample
 * itself. unavailable: not from here, as for a single command.
 */
export const SampleStatus = z.object({
  state: z.enum(['none', 'ready', 'open', 'inside', 'unavailable']),
  /** Where it lies: a data directory like any other. Null from inside. */
  dataDir: z.string().nullable(),
})
export type SampleStatus = z.infer<typeof SampleStatus>

/**
 * The way in. Requests that carry this token are answered by the sample workspace, all others as before; whoever signs
 * out with it has left. The password is for the moments that ask for one again, and is a new one each time.
 */
export const OpenedSample = z.object({
  token: z.string(),
  expiresAt: Instant,
  username: z.string(),
  password: z.string(),
  dataDir: z.string(),
})
export type OpenedSample = z.infer<typeof OpenedSample>
