import { z } from 'zod'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'

/** The moment that a question is about: now, what was known then, or what was true then as far as is known today. */
export const MomentQuery = z.object({
  knownOn: Instant.optional(),
  trueOn: Instant.optional(),
})

/** A value with where it comes from. */
export const Attribute = z.object({ value: z.string(), origin: z.string() })

export const Person = z.object({
  id: Guid,
  name: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  employeeId: z.string(),
  title: z.string(),
  department: z.string(),
  manager: z.string(),
  type: z.string(),
  status: z.enum(['Active', 'Disabled', 'Removed']),
  /** Accounts that are matched to the person. */
  accounts: z.number().int(),
})
export type Person = z.infer<typeof Person>
export const PersonPage = pageOf(Person)
export const PersonQuery = PageQuery.extend({
  /** Every word must begin a word of the name, e-mail, employee number, title or department. */
  q: z.string().max(200).optional(),
  department: z.string().max(200).optional(),
})

/** Where a fact comes from: the file, its row, and the rules that read it. */
export const Provenance = z.object({
  importId: Guid,
  generation: z.number().int(),
  file: z.string().nullable(),
  line: z.number().int().nullable(),
  rulesVersion: z.number().int().nullable(),
  appliedAt: Instant,
})

export const HeldGrant = z.object({
  entitlementId: z.number().int(),
  entitlement: z.string(),
  path: z.string(),
  access: z.string(),
  privileged: z.boolean(),
  provenance: Provenance,
})
export type HeldGrant = z.infer<typeof HeldGrant>

export const PersonAccount = z.object({
  id: Guid,
  application: z.object({ id: Guid, name: z.string() }),
  userName: z.string(),
  name: z.string(),
  active: z.boolean(),
  locked: z.boolean(),
  lastLogin: z.string(),
  match: z.object({ method: z.string(), words: z.string(), by: z.string(), since: Instant }),
  grants: z.array(HeldGrant),
})
export type PersonAccount = z.infer<typeof PersonAccount>

export const PersonDetail = z.object({
  person: Person,
  /** Attribute → value with the roster that states it. */
  attributes: z.record(z.string(), Attribute),
  accounts: z.array(PersonAccount),
})
export type PersonDetail = z.infer<typeof PersonDetail>

export const Account = z.object({
  id: Guid,
  application: z.object({ id: Guid, name: z.string() }),
  userName: z.string(),
  name: z.string(),
  email: z.string(),
  employeeId: z.string(),
  active: z.boolean(),
  grants: z.number().int(),
  /** Null: not matched. A null person: deliberately nobody's. */
  match: z
    .object({
      person: z.object({ id: Guid, name: z.string() }).nullable(),
      words: z.string(),
      by: z.string(),
      since: Instant,
    })
    .nullable(),
})
export type Account = z.infer<typeof Account>
export const AccountPage = pageOf(Account)
export const AccountQuery = PageQuery.extend({
  applicationId: Guid.optional(),
  match: z.enum(['none', 'nobody', 'person', 'any']).default('any'),
  q: z.string().max(200).optional(),
})

/** Whose account it is, by hand; a null person means deliberately nobody's. It stays until it is cleared. */
export const MatchAccount = z.strictObject({ personId: Guid.nullable(), reason: z.string().trim().min(3).max(500) })

export const Entitlement = z.object({
  id: z.number().int(),
  application: z.object({ id: Guid, name: z.string() }),
  name: z.string(),
  path: z.string(),
  holders: z.number().int(),
})
export const HolderList = z.object({
  entitlement: z.object({ id: z.number().int(), name: z.string(), path: z.string() }),
  asOf: z.string(),
  items: z.array(
    z.object({
      accountId: Guid,
      userName: z.string(),
      name: z.string(),
      access: z.string(),
      person: z.object({ id: Guid, name: z.string() }).nullable(),
    }),
  ),
})
