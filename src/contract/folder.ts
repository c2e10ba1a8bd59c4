import { z } from 'zod'
import { Guid, Instant, pageOf } from './common.ts'

/** Why a file of the watched folder is where it is. Every file that was ever seen has an answer. */
export const FolderFile = z.object({
  id: z.number().int(),
  path: z.string(),
  size: z.number().int(),
  modifiedAt: Instant,
  seenAt: Instant,
  state: z.enum(['waiting', 'unrecognised', 'taken', 'duplicate', 'refused', 'gone']),
  /** In words: "It is still being written: its size changed 3 seconds ago." */
  why: z.string(),
  importId: Guid.nullable(),
})
export type FolderFile = z.infer<typeof FolderFile>
export const FolderFilePage = pageOf(FolderFile)

export const FolderStatus = z.object({ path: z.string(), state: z.enum(['watching', 'offline']), detail: z.string() })
export type FolderStatus = z.infer<typeof FolderStatus>
export const FolderStatusList = z.object({ items: z.array(FolderStatus) })
