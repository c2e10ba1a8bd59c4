import type { Action } from '../../catalogue/item-action.ts'
import type { PrivilegeChange } from '../../access-requests/model/privilege.ts'
import type { ModelledAccess } from '../models/enrolment.service.ts'
import type { HeldAccount, HeldGrant } from './held-access.store.ts'

/** One privilege that an event changes, and why. */
export interface PlannedPrivilege extends PrivilegeChange {
  readonly why: string
}

/** What an event changes in one application. */
export interface PlannedChange {
  readonly application: number
  readonly action: Action
  readonly privileges: readonly PlannedPrivilege[]
}

/** What a person has in all applications. */
export interface Holdings {
  readonly accounts: readonly HeldAccount[]
  readonly grants: readonly HeldGrant[]
}

const byApplication = <T extends { readonly application: number }>(rows: readonly T[]): Map<number, T[]> =>
  Map.groupBy(rows, ({ application }) => application)

/** The account itself, as a privilege. */
const accountRow = (account: number | null, to: 'given' | 'taken', why: string): PlannedPrivilege => ({
  account,
  entitlement: null,
  before: to === 'given' ? null : '',
  after: to === 'given' ? '' : null,
  why,
})

const taken = (grant: HeldGrant, why: string): PlannedPrivilege => ({
  account: grant.account,
  entitlement: grant.entitlement,
  before: grant.access,
  after: null,
  why,
})

/** Everything that somebody has, taken away: every account, also a disabled one, and every grant. */
export function planRemovalOfAll({ accounts, grants }: Holdings): PlannedChange[] {
  const granted = byApplication(grants)
  return [...byApplication(accounts)].map(([application, own]) => ({
    application,
    action: 'remove',
    privileges: [
      ...own.map(({ account }) => accountRow(account, 'taken', 'The person leaves.')),
      ...(granted.get(application) ?? []).map((grant) => taken(grant, 'The person leaves.')),
    ],
  }))
}

/** Everything that can be used, suspended. An account that is disabled or locked already stays as it is. */
export function planSuspension({ accounts, grants }: Holdings): PlannedChange[] {
  const usable = accounts.filter(({ active, locked }) => active === 1 && locked === 0)
  const granted = Map.groupBy(grants, ({ account }) => account)
  const why = 'The person is on leave.'
  return [...byApplication(usable)].map(([application, own]) => ({
    application,
    action: 'suspend',
    privileges: own.flatMap(({ account }) => [
      accountRow(account, 'taken', why),
      ...(granted.get(account) ?? []).map((grant) => taken(grant, why)),
    ]),
  }))
}

/** What was suspended, given back. @param isRevoked whether something was removed for good meanwhile */
export function planRestoration(
  suspended: readonly PlannedChange[],
  isRevoked: (privilege: PrivilegeChange) => boolean,
): PlannedChange[] {
  return suspended.flatMap(({ application, privileges }) => {
    const accountsGone = new Set(
      privileges.filter((row) => row.entitlement === null && isRevoked(row)).map(({ account }) => account),
    )
    const back = privileges.filter((row) => !accountsGone.has(row.account) && !isRevoked(row))
    if (back.length === 0) return []
    const why = 'The leave suspended it.'
    return [
      {
        application,
        action: 'restore' as const,
        privileges: back.map((row) => ({ ...row, before: row.after, after: row.before, why })),
      },
    ]
  })
}

type Ideal = ReadonlyMap<number, ModelledAccess>

/** What somebody is to have and has not, or has at another level. */
export function planAdditions(holdings: Holdings, ideal: Ideal): PlannedChange[] {
  const accounts = byApplication(holdings.accounts)
  const held = new Map(holdings.grants.map((grant) => [grant.entitlement, grant]))
  return [...byApplication([...ideal.values()])].flatMap(([application, wanted]): PlannedChange[] => {
    const account = accounts.get(application)?.[0]?.account ?? null
    const missing = wanted.filter(({ entitlement, access }) => !isHeld(held.get(entitlement), access))
    if (missing.length === 0) return []
    const privileges = missing.map(({ entitlement, access, models }) => ({
      account: held.get(entitlement)?.account ?? account,
      entitlement,
      before: held.get(entitlement)?.access ?? null,
      after: access,
      why: `Model ${models.join(', ')}.`,
    }))
    if (account !== null) return [{ application, action: 'change' as const, privileges }]
    const first = accountRow(null, 'given', 'No account yet.')
    return [{ application, action: 'add' as const, privileges: [first, ...privileges] }]
  })
}

/** A model that names no level is content with any. */
const isHeld = (grant: HeldGrant | undefined, access: string): boolean =>
  grant !== undefined && (access === '' || grant.access === access)

/** What the models of the old role gave and those of the new one do not. What no model gave stays, and is shown as such. */
export function planWithdrawals(holdings: Holdings, before: Ideal, after: Ideal): PlannedChange[] {
  const accounts = byApplication(holdings.accounts)
  return [...byApplication(holdings.grants)].flatMap(([application, grants]): PlannedChange[] => {
    const going = grants.filter(({ entitlement }) => before.has(entitlement) && !after.has(entitlement))
    if (going.length === 0) return []
    const whyOf = ({ entitlement }: HeldGrant) => `Model ${before.get(entitlement)?.models.join(', ') ?? ''} ends.`
    const privileges = going.map((grant) => taken(grant, whyOf(grant)))
    if (going.length < grants.length) return [{ application, action: 'change' as const, privileges }]
    const rows = (accounts.get(application) ?? []).map(({ account }) =>
      accountRow(account, 'taken', 'Nothing of it is left.'),
    )
    return [{ application, action: 'remove' as const, privileges: [...rows, ...privileges] }]
  })
}

/** One change for each application, of two plans that are carried out together. */
export function joinPlans(first: readonly PlannedChange[], second: readonly PlannedChange[]): PlannedChange[] {
  const joined = new Map(first.map((change) => [change.application, change]))
  for (const change of second) {
    const same = joined.get(change.application)
    joined.set(
      change.application,
      same === undefined
        ? change
        : {
            application: change.application,
            action: 'change',
            // The account stays: something is given in it.
            privileges: [...same.privileges, ...change.privileges.filter(({ entitlement }) => entitlement !== null)],
          },
    )
  }
  return [...joined.values()]
}

const keyOf = (application: number, { entitlement, after }: PrivilegeChange): string =>
  `${application} ${entitlement} ${after === null ? 'taken' : after}`

/** What a plan changes, as keys that can be kept: whoever approves it approves these. */
export const approvableKeys = (changes: readonly PlannedChange[]): string[] =>
  changes.flatMap(({ application, privileges }) =>
    privileges.flatMap((row) => (row.entitlement === null ? [] : [keyOf(application, row)])),
  )

/**
 * A plan without what was not approved: a model that was changed since then gives and takes nothing more. An account is made
 * or removed only with a privilege in it.
 */
export function onlyApproved(changes: readonly PlannedChange[], approved: ReadonlySet<string>): PlannedChange[] {
  return changes.flatMap((change) => {
    const privileges = change.privileges.filter(
      (row) => row.entitlement === null || approved.has(keyOf(change.application, row)),
    )
    return privileges.some(({ entitlement }) => entitlement !== null) ? [{ ...change, privileges }] : []
  })
}
