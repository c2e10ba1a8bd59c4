import { z } from 'zod'
import { Guid } from './common.ts'

/** How often a polled folder is read, in seconds. */
const IntervalSeconds = z.number().int().min(1).max(3600)

export const Folder = z.object({
  id: Guid,
  path: z.string(),
  /** A folder named at the start is watched as long as it is named; the others are stored in the settings. */
  named: z.enum(['at-start', 'in-settings']),
  /** `not-read-yet` before it was read once; `obstructed` while something stands where Castellan puts its own files. */
  state: z.enum(['watching', 'obstructed', 'not-read-yet', 'offline']),
  /** In words: how it is watched, or since when it can't be reached. */
  detail: z.string(),
  /** Read at intervals, for network shares, which send no events. */
  polling: z.boolean(),
  intervalSeconds: IntervalSeconds,
  revision: z.number().int(),
})
export type Folder = z.infer<typeof Folder>

export const FolderList = z.object({ items: z.array(Folder) })

export const NewFolder = z.strictObject({
  path: z.string().trim().min(1).max(1000),
  polling: z.boolean().default(false),
  intervalSeconds: IntervalSeconds.default(5),
})
export type NewFolder = z.infer<typeof NewFolder>

export const ChangeFolder = z.strictObject({
  polling: z.boolean().optional(),
  intervalSeconds: IntervalSeconds.optional(),
})
export type ChangeFolder = z.infer<typeof ChangeFolder>
