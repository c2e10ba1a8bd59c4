import { z } from 'zod'
import { Guid, Instant } from './common.ts'

const Count = z.number().int().nonnegative()

/** How old the extract of an application is, beside how often one came so far. */
export const ExtractAge = z.object({
  application: z.object({ id: Guid, name: z.string() }),
  kind: z.enum(['application', 'roster']),
  takenAt: Instant.nullable(),
  ageDays: Count.nullable(),
  /** The median of the days between the last extracts; null before three of them. */
  usualDays: Count.nullable(),
  /** `missing`: there never was one. `irregular`: too few to say how often one comes. */
  standing: z.enum(['fresh', 'stale', 'missing', 'irregular']),
})
export type ExtractAge = z.infer<typeof ExtractAge>

/** What the first screen says. A part that the caller may not see is null. */
export const Home = z.object({
  waiting: z.object({
    /** Tasks of the caller, and how many of them are overdue. */
    tasks: z.object({ open: Count, overdue: Count }),
    /** Personnel events that wait for the caller's answer. */
    events: Count,
    /** Imports to review, and files that nobody recognised. */
    imports: z.object({ staged: Count, unrecognisedFiles: Count }).nullable(),
  }),
  people: z
    .object({
      /** Null: no roster counts and no script said that anybody left, so nobody knows. */
      leaversWithAccounts: Count.nullable(),
    })
    .nullable(),
  accounts: z
    .object({
      all: Count,
      unassigned: Count,
      /** Last signed in more than 90 days ago. */
      dormant: Count,
      lastSignInUnknown: Count,
      privilegedGrants: Count,
    })
    .nullable(),
  violations: z
    .object({
      people: Count,
      overdue: Count,
      accounts: Count,
      /** Null: nothing was ever scanned, and the numbers say nothing. */
      scannedAt: Instant.nullable(),
      /** Access has changed since. */
      isOlderThanAccess: z.boolean(),
    })
    .nullable(),
  extracts: z.array(ExtractAge).nullable(),
  /** What tokens did in the last 24 hours. */
  scripts: z.object({ tokens: Count, calls: Count, refused: Count, since: Instant }).nullable(),
  /** What failed in the last seven days and was not mended by itself. */
  failures: z
    .object({ imports: Count, scans: Count.nullable(), messages: Count.nullable(), webhooks: Count.nullable() })
    .nullable(),
})
export type Home = z.infer<typeof Home>
