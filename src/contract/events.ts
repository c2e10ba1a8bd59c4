import { z } from 'zod'
import { Guid } from './common.ts'
import { ImportProgress, ImportState } from './imports.ts'

/** Server-sent events of GET /v1/events. The event's name is `type`, its data the rest as JSON. */
export const HostEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('import'), id: Guid, state: ImportState }),
  z.object({ type: z.literal('progress'), progress: ImportProgress }),
  z.object({ type: z.literal('application'), id: Guid }),
  z.object({ type: z.literal('folder') }),
  /** A fault of the disk or the database began or ended: GET /v1/storage says which. */
  z.object({ type: z.literal('storage') }),
  /** Anything about a request, its items or its tasks changed. */
  z.object({ type: z.literal('request'), id: z.string() }),
  /** Anything about a personnel event changed. */
  z.object({ type: z.literal('personnel-event'), id: Guid }),
  /** An item waits for a workflow that Castellan does not run: its calls create tasks, set items and provision. */
  z.object({ type: z.literal('workflow'), requestId: z.string(), itemId: z.string(), workflow: z.string() }),
])
export type HostEvent = z.infer<typeof HostEvent>

/**
 * The event that a server-sent event of GET /v1/events carries; undefined for one of a newer host, and for one that a lost
 * connection cut off.
 */
export function hostEventIn(sent: {
  readonly event?: string | undefined
  readonly data: string
}): HostEvent | undefined {
  try {
    return HostEvent.safeParse({ type: sent.event, ...(JSON.parse(sent.data) as object) }).data
  } catch {
    return undefined
  }
}
