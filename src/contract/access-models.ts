import { z } from 'zod'
import { LongId, PrincipalRef } from './catalogue.ts'
import { Guid, Instant } from './common.ts'

export const ModelCondition = z.strictObject({
  attribute: z.enum(['department', 'title', 'division', 'company', 'office', 'type']),
  /** One of them is the person's, whatever their case. */
  values: z.array(z.string().trim().min(1).max(256)).min(1).max(200),
})
export type ModelCondition = z.infer<typeof ModelCondition>

export const AccessModel = z.object({
  id: Guid,
  name: z.string(),
  description: z.string(),
  owner: PrincipalRef.nullable(),
  enabled: z.boolean(),
  /** Automatic: people who meet the conditions are enrolled. Optional: somebody chooses it for them. */
  enrolment: z.enum(['automatic', 'optional']),
  conditions: z.array(ModelCondition),
  entitlements: z.array(
    z.object({
      id: z.number().int(),
      applicationId: Guid,
      application: z.string(),
      name: z.string(),
      path: z.string(),
      /** The level; blank is content with any. */
      access: z.string(),
      /** How many of those who meet the conditions hold it. */
      holders: z.number().int(),
    }),
  ),
  /** How many people meet the conditions. */
  people: z.number().int(),
  updatedAt: Instant,
  revision: z.number().int(),
})
export type AccessModel = z.infer<typeof AccessModel>
export const AccessModelList = z.object({ items: z.array(AccessModel) })

export const WriteAccessModel = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
  ownerId: LongId.nullable().default(null),
  enabled: z.boolean().default(true),
  enrolment: z.enum(['automatic', 'optional']).default('automatic'),
  conditions: z.array(ModelCondition).max(20).default([]),
  entitlements: z
    .array(z.strictObject({ id: z.number().int().positive(), access: z.string().max(500).default('') }))
    .max(5000)
    .default([]),
})
export type WriteAccessModel = z.infer<typeof WriteAccessModel>
