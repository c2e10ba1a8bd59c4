import { z } from 'zod'

/** Why the guard stops an import for a person. */
export const guardCodes = [
  'removed-accounts',
  'removed-grants',
  'added-grants',
  'lost-privileged-access',
  'empty-file',
  'shorter-than-last-file',
  'older-than-last-file',
  'file-breaks-off',
  'unread-rows',
  'doubtful-keys',
  'noted-rows',
] as const
export const GuardFinding = z.object({
  code: z.enum(guardCodes),
  /** In words, with the figures: "34 of 60 accounts would be removed; the limit is 3." */
  message: z.string(),
  found: z.number(),
  limit: z.number(),
})
export type GuardFinding = z.infer<typeof GuardFinding>
