import { z } from 'zod'
import { GivenMoment, Guid, Instant, PageQuery } from './common.ts'
import { MomentQuery, Person, Provenance } from './identities.ts'

/** What access is asked for. Everything that is given must hold. */
const AccessFilter = z.object({
  entitlementId: z.coerce.number().int().positive().optional(),
  applicationId: Guid.optional(),
  personId: Guid.optional(),
  accountId: Guid.optional(),
  /** Of the person, as of the moment; exactly, in any case. */
  department: z.string().max(200).optional(),
  title: z.string().max(200).optional(),
  /** Words in the user name, the name of the account or the path of the entitlement. */
  q: z.string().max(200).optional(),
  privileged: z.stringbool().optional(),
  /** `person`: owned; `none`: nobody is known to own it; `nobody`: deliberately nobody's, as a service account. */
  owner: z.enum(['any', 'person', 'none', 'nobody']).default('any'),
  /** Only of people who are terminated or disabled as of the moment. */
  leavers: z.stringbool().optional(),
  /** Only of accounts whose last sign-in lies more than so many days before the moment. */
  dormantDays: z.coerce.number().int().min(1).max(10_000).optional(),
  /** `unknown`: only of accounts whose last sign-in the extract does not give, or not as a date that can be read. */
  lastSignIn: z.enum(['any', 'unknown']).default('any'),
})

export const AccessQuery = PageQuery.extend(AccessFilter.shape).extend(MomentQuery.shape)
export type AccessQuery = z.infer<typeof AccessQuery>

/** One grant, with whose it is as of the moment. */
export const AccessGrant = z.object({
  application: z.object({ id: Guid, name: z.string() }),
  account: z.object({
    id: Guid,
    userName: z.string(),
    name: z.string(),
    active: z.boolean(),
    locked: z.boolean(),
    /** As the extract writes it; blank when it does not say. */
    lastSignIn: z.string(),
  }),
  owner: z.enum(['person', 'none', 'nobody']),
  person: Person.nullable(),
  entitlement: z.object({ id: z.number().int(), name: z.string(), path: z.string() }),
  access: z.string(),
  privileged: z.boolean(),
  /** The extract that first showed it so. What the first extract of an application shows may be older. */
  since: z.object({ extractAt: Instant, isFirstExtract: z.boolean() }),
  /** It stands only because the row that would show it, or its end, could not be read in the extract that counts. */
  isUncertain: z.boolean(),
  provenance: Provenance,
})
export type AccessGrant = z.infer<typeof AccessGrant>

/** What an answer about an application rests on. */
export const AccessBasis = z.object({
  application: z.object({ id: Guid, name: z.string() }),
  /** Null: no extract counts at this moment, so nothing is known of the application. */
  extract: z
    .object({
      takenAt: Instant,
      appliedAt: Instant,
      importId: Guid,
      generation: z.number().int(),
      /** Rows that could not be read. What they would have said is not known. */
      unreadRows: z.number().int(),
    })
    .nullable(),
})
export type AccessBasis = z.infer<typeof AccessBasis>

const Named = z.object({ id: Guid, name: z.string() })
/** What was asked about, by name; null where nothing was. */
export const AccessSubject = z.object({
  entitlement: z.object({ id: z.number().int(), name: z.string(), path: z.string() }).nullable(),
  application: Named.nullable(),
  person: Named.nullable(),
  account: Named.nullable(),
})
export type AccessSubject = z.infer<typeof AccessSubject>

export const AccessPage = z.object({
  items: z.array(AccessGrant),
  total: z.number().int().nonnegative(),
  /** There are more than `total`; they are not counted, and the pages go on. */
  isTotalCapped: z.boolean(),
  next: z.string().optional(),
  about: AccessSubject,
  /** The moment, in words that stand in an exhibit. */
  asOf: z.string(),
  basis: z.array(AccessBasis),
  /** The last entry of the audit log when this was answered. */
  logPosition: z.number().int(),
})
export type AccessPage = z.infer<typeof AccessPage>

/** An entitlement of an application, with how many accounts hold it. */
export const HeldEntitlement = z.object({
  id: z.number().int(),
  application: z.object({ id: Guid, name: z.string() }),
  name: z.string(),
  path: z.string(),
  description: z.string(),
  privileged: z.boolean(),
  accounts: z.number().int().nonnegative(),
})
export type HeldEntitlement = z.infer<typeof HeldEntitlement>
export const HeldEntitlementPage = z.object({
  items: z.array(HeldEntitlement),
  total: z.number().int().nonnegative(),
  next: z.string().optional(),
})
export const HeldEntitlementQuery = PageQuery.extend({
  q: z.string().max(200).optional(),
  applicationId: Guid.optional(),
  privileged: z.stringbool().optional(),
}).extend(MomentQuery.shape)

/** What changed between two moments. Of an application without an extract at one of them nothing is known to have changed. */
export const AccessChangesQuery = PageQuery.extend({
  entitlementId: z.coerce.number().int().positive().optional(),
  applicationId: Guid.optional(),
  personId: Guid.optional(),
  accountId: Guid.optional(),
  from: GivenMoment,
  /** Absent: now. */
  to: GivenMoment.optional(),
  /** `effective`: what was true, as far as is known today; `recorded`: what was known then. */
  by: z.enum(['effective', 'recorded']).default('effective'),
  change: z.enum(['any', 'gained', 'lost', 'changed']).default('any'),
})
export type AccessChangesQuery = z.infer<typeof AccessChangesQuery>

/** A grant that is different at the second moment. */
export const AccessChange = z.object({
  change: z.enum(['gained', 'lost', 'changed']),
  application: z.object({ id: Guid, name: z.string() }),
  account: z.object({ id: Guid, userName: z.string() }),
  /** Whose account it is now; null when nobody is known to own it. */
  person: z.object({ id: Guid, name: z.string() }).nullable(),
  entitlement: z.object({ id: z.number().int(), name: z.string(), path: z.string() }),
  /** Null: not held. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The extract that showed it last, between the two moments, and its import. */
  shownBy: z.object({ extractAt: Instant, importId: Guid, generation: z.number().int() }),
})
export type AccessChange = z.infer<typeof AccessChange>

export const AccessChangesPage = z.object({
  items: z.array(AccessChange),
  total: z.number().int().nonnegative(),
  next: z.string().optional(),
  gained: z.number().int().nonnegative(),
  lost: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
  about: AccessSubject,
  from: z.string(),
  to: z.string(),
  /** What both moments rest on, application by application. */
  basis: z.array(z.object({ from: AccessBasis, to: AccessBasis })),
  logPosition: z.number().int(),
})
export type AccessChangesPage = z.infer<typeof AccessChangesPage>
