import { z } from 'zod'
import { Instant } from './common.ts'

/** A checked copy of the database, with its SHA-256 beside it. */
export const Backup = z.object({
  name: z.string(),
  at: Instant,
  /** By the calendar, because somebody asked, or before a change of the schema. */
  reason: z.string(),
  size: z.number().int(),
  sha256: z.string(),
})
export type Backup = z.infer<typeof Backup>
/** Newest first. */
export const BackupList = z.object({ folder: z.string(), items: z.array(Backup) })
export type BackupList = z.infer<typeof BackupList>
