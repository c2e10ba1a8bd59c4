import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'
import { Role } from './user-roles.ts'
import { GivenPassword } from './session.ts'

export const shortestPassword = 15
export const longestPassword = 128

/** Letters, digits and a few signs, so that no two names look alike by their spaces or by what can't be seen. */
export const NewUsername = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u,
    'must be letters, digits and . _ @ + - and begin with a letter or a digit',
  )

const Roles = z
  .array(Role)
  .min(1)
  .max(6)
  .transform((given) => [...new Set(given)])

export const NewUser = z.strictObject({
  username: NewUsername,
  name: z.string().trim().max(200).default(''),
  /** Absent: the user can't sign in before a password is set. */
  password: GivenPassword.optional(),
  roles: Roles,
  /** The identity that this user is, where there is one. */
  identityId: Guid.nullable().default(null),
})
export type NewUser = z.infer<typeof NewUser>

export const ChangeUser = z.strictObject({
  name: z.string().trim().max(200).optional(),
  roles: Roles.optional(),
  identityId: Guid.nullable().optional(),
  disabled: z.boolean().optional(),
})
export type ChangeUser = z.infer<typeof ChangeUser>

/** Your own password is changed with the present one; somebody else's is set without it, by who may manage them. */
export const SetPassword = z.strictObject({ current: GivenPassword.optional(), password: GivenPassword })

export const User = z.object({
  id: Guid,
  username: z.string(),
  name: z.string(),
  roles: z.array(Role),
  identityId: Guid.nullable(),
  hasPassword: z.boolean(),
  disabled: z.boolean(),
  lastSignedInAt: Instant.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  revision: z.number().int(),
})
export type User = z.infer<typeof User>
export const UserPage = pageOf(User)
export type UserPage = z.infer<typeof UserPage>
export const UserQuery = PageQuery.extend({ q: z.string().max(200).optional() })

/** A link that signs this user in once, within ten minutes. */
export const OneTimeLink = z.object({ code: z.string(), expiresAt: Instant })
