import { z } from 'zod'
import { Instant } from './common.ts'

/** Whether scripts may call: API tokens anywhere, and everything under /api and /openidm. Off until somebody says so. */
export const ApiSwitch = z.object({
  enabled: z.boolean(),
  /** Null: nobody ever switched it. */
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  revision: z.number().int(),
})
export type ApiSwitch = z.infer<typeof ApiSwitch>
export const SetApiSwitch = z.strictObject({ enabled: z.boolean() })
