import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Reader } from '../../storage/open.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, DomainError } from '../shared/errors.ts'
import { roleObjectId } from '../shared/object-ids.ts'
import { everybody } from '../authorization/internal-roles.ts'
import { settings } from './settings.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/**
 * How requests are decided: the system settings of the identity-governance contract (B.12), with its documented defaults
 * and the safe side where it documents none.
 */
export const GovernanceSettings = z.strictObject({
  checkRequestsAgainstPolicies: z.boolean().default(true),
  delegationEnabled: z.boolean().default(true),
  enableApproverReassign: z.boolean().default(true),
  /** A level passes by itself when the requester is its approver. */
  enableAutoApproval: z.boolean().default(false),
  /** The same when the requester is a member of the approving group. */
  enableAutoApprovalForGroup: z.boolean().default(false),
  requireCommentOnReject: z.boolean().default(false),
  requireCommentOnApproval: z.boolean().default(false),
  daysToCompleteApprovalTask: z.number().int().min(1).max(365).default(14),
  /** A role's long id. */
  defaultApproverGroup: z.string().min(1).max(300).default(roleObjectId('internal', 'access-request-admin')),
  /** As an item's approvers: for items that name none. */
  defaultApprovers: z.array(z.string().min(1).max(300)).max(20).default(['manager']),
  maxFilenameLength: z.number().int().min(5).max(255).default(25),
  maxAttachmentBytes: z
    .number()
    .int()
    .min(1)
    .max(100 * 1024 * 1024)
    .default(10 * 1024 * 1024),
  userDisplayFormat: z.string().max(300).default('{{givenName}} {{sn}}'),
  displayableUserProperties: z.array(z.string().max(100)).max(50).default([]),
  userSearchProperties: z.array(z.string().max(100)).max(20).default(['givenName', 'sn', 'userName']),
  itemSearchProperties: z.array(z.string().max(100)).max(20).default(['displayName']),
  /** Definitions that `commons/workflow` lists for forms. None of them runs here. */
  workflows: z
    .array(z.strictObject({ key: z.string().min(1).max(200), name: z.string().min(1).max(200) }))
    .max(200)
    .default([]),
})
export type GovernanceSettings = z.infer<typeof GovernanceSettings>

const key = 'governance'
const stored = z.object({ revision: z.number().int(), values: GovernanceSettings })
const defaults = GovernanceSettings.parse({})

/** The settings in force, and the revision at which they are. */
export function governanceSettings(db: Reader): GovernanceSettings & { readonly revision: number } {
  const text = settings.get(db, key)
  if (text === undefined) return { ...defaults, revision: 0 }
  const { revision, values } = stored.parse(JSON.parse(text))
  return { ...values, revision }
}

/** Whom a setting may not name: what anybody may decide, nobody decides. */
const anybody = roleObjectId('internal', everybody)

function refuseEverybody({ defaultApproverGroup, defaultApprovers }: Partial<GovernanceSettings>): void {
  const errors: FieldError[] = []
  const message = 'is everybody who signs in'
  if (defaultApproverGroup === anybody) errors.push({ field: 'defaultApproverGroup', message })
  if (defaultApprovers?.includes(anybody)) errors.push({ field: 'defaultApprovers', message })
  if (errors.length > 0)
    throw new DomainError('invalid', 'Everybody can’t be the approver: then anybody could approve.', errors)
}

/** The settings that say who decides, or whether anybody does. */
const deciding = [
  'checkRequestsAgainstPolicies',
  'enableAutoApproval',
  'enableAutoApprovalForGroup',
  'defaultApproverGroup',
  'defaultApprovers',
] as const satisfies readonly (keyof GovernanceSettings)[]

/**
 * Changes some settings.
 * @throws DomainError `stale`; `invalid` when everybody would decide; `forbidden` and `step-up-needed` for what says who
 * decides
 */
export function changeGovernanceSettings(
  env: Environment,
  author: Giver,
  revision: number,
  change: Partial<GovernanceSettings>,
): GovernanceSettings & { readonly revision: number } {
  refuseEverybody(change)
  return env.store.transact((tx) => {
    const { revision: standing, ...before } = governanceSettings(tx)
    expectRevision(standing, revision)
    const values = GovernanceSettings.parse({ ...before, ...change })
    if (deciding.some((name) => !isDeepStrictEqual(before[name], values[name]))) {
      requireStepUp(author.caller, env.clock())
      requireMayGive(author, { kind: 'decider' }, env.clock())
    }
    settings.set(tx, key, JSON.stringify({ revision: revision + 1, values }))
    recordAudit(tx, env.clock(), author.actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { changed: differences(before, values) },
    })
    return governanceSettings(tx)
  })
}
