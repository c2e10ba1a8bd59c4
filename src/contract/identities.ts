import { z } from 'zod'
import { GivenMoment, Guid, Instant, PageQuery, pageOf } from './common.ts'

/** The moment that a question is about: now, what was known then, or what was true then as far as is known today. */
export const MomentQuery = z.object({
  knownOn: GivenMoment.optional(),
  trueOn: GivenMoment.optional(),
})

/** What may be set of a person, by hand or by a script, in the place of what rosters say. */
export const personFields = [
  'name',
  'firstName',
  'lastName',
  'email',
  'title',
  'department',
  'division',
  'company',
  'office',
  'manager',
  'type',
  'status',
] as const
export const PersonField = z.enum(personFields)
export type PersonField = z.infer<typeof PersonField>

/** A value with where it comes from. */
export const Attribute = z.object({
  value: z.string(),
  /** The roster that states it, or that it was set. */
  origin: z.string(),
  /** By which name it can be set; null for what only rosters say. */
  field: PersonField.nullable(),
  /** Who set it; null when it comes from a roster. */
  set: z.object({ by: z.string(), byScript: z.boolean(), at: Instant, reason: z.string() }).nullable(),
  /** What the rosters say of something that was set; null when they say nothing, or when it is what counts. */
  roster: z.object({ value: z.string(), origin: z.string() }).nullable(),
  /** The rosters say something else than they did when it was set: somebody should look at it. */
  news: z.boolean(),
})
export type Attribute = z.infer<typeof Attribute>

const fieldValue = z.string().trim().max(500).nullable()
/**
 * Field → value; null takes back what was set, so that the rosters count again. Setting the same value again says that
 * what the rosters say by now was seen.
 */
export const ChangePerson = z.strictObject({
  set: z
    .partialRecord(PersonField, fieldValue)
    .refine((set) => Object.keys(set).length > 0, 'names nothing to change')
    .refine(
      (set) => set.status === undefined || set.status === null || set.status === 'Active' || set.status === 'Disabled',
      {
        message: 'status is Active or Disabled',
        path: ['status'],
      },
    ),
  reason: z.string().trim().min(3).max(500),
})
export type ChangePerson = z.infer<typeof ChangePerson>

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
  /** Only people of whom a roster says something else by now than when a value was set in its place. Only as of now. */
  news: z.stringbool().optional(),
  /** Only people who are in no roster any more, or inactive in it, and still have accounts. Excludes `news`. Only as of now. */
  leavers: z.stringbool().optional(),
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

/** A manager that somebody set in the place of a roster's. It counts once a second person confirms it. */
export const PendingManager = z.object({
  value: z.string(),
  /** Whom the value means; null when it is nobody, or could be two. */
  person: z.object({ id: Guid, name: z.string() }).nullable(),
  /** The manager in force until then. */
  insteadOf: z.object({ value: z.string(), person: z.object({ id: Guid, name: z.string() }).nullable() }),
  /** Blank when a script gave none. */
  reason: z.string(),
  by: z.string(),
  at: Instant,
  /** Why the caller may not confirm it; null when they may. */
  whyNotConfirm: z.string().nullable(),
})
export type PendingManager = z.infer<typeof PendingManager>

export const PersonDetail = z.object({
  person: Person,
  /** Attribute → value with who states it. */
  attributes: z.record(z.string(), Attribute),
  accounts: z.array(PersonAccount),
  /** What waits for a second person now; null when nothing does, and as of another moment. */
  pendingManager: PendingManager.nullable(),
  /** What If-Match names to change the person. */
  revision: z.number().int(),
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
  /** What If-Match names to say whose it is. */
  revision: z.number().int(),
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
