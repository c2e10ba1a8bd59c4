import { z } from 'zod'
import { Guid } from './common.ts'
import { ImportProgress, ImportState } from './imports.ts'

/** Server-sent events of GET /v1/events. The event's name is `type`, its data the rest as JSON. */
export const HostEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('import'), id: Guid, state: ImportState }),
  z.object({ type: z.literal('progress'), progress: ImportProgress }),
  z.object({ type: z.literal('application'), id: Guid }),
  z.object({ type: z.literal('folder') }),
])
export type HostEvent = z.infer<typeof HostEvent>
