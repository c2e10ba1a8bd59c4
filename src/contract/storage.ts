import { z } from 'zod'
import { Instant } from './common.ts'

export const storageFaultKinds = ['full', 'locked', 'io', 'read-only', 'permission', 'damaged'] as const

/** A fault of the disk or of the database that lasts. All kinds but `damaged` end by themselves once their cause is gone. */
export const StorageTrouble = z.object({
  kind: z.enum(storageFaultKinds),
  since: Instant,
  /** What is wrong, in one sentence. */
  title: z.string(),
  /** What to do about it. */
  detail: z.string(),
})
export type StorageTrouble = z.infer<typeof StorageTrouble>

export const StorageStatus = z.object({ trouble: StorageTrouble.nullable() })
export type StorageStatus = z.infer<typeof StorageStatus>

/** The codes by which a refusal says that the storage failed. */
export const storageProblemCodes = [
  'disk-full',
  'database-locked',
  'disk-error',
  'data-read-only',
  'data-access-denied',
  'data-damaged',
] as const
