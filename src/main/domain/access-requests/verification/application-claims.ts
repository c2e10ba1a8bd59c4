import type { Reader } from '../../../storage/open.ts'
import { isCarriedOut, type PrivilegeChange } from '../model/privilege.ts'
import { privileges } from '../workflow/privileges.store.ts'
import { type AccountFound, type ApplicationClaim, type CurrentAccess, verification } from './verification.store.ts'

/** What the latest data of an application says of what somebody claims to have carried out there. */
export interface ApplicationVerdict {
  readonly verdict: 'proved' | 'contradicted' | 'unknown'
  /** What shows it, in words. */
  readonly statement: string
  /** The line that shows it; null where nothing is there to be shown. */
  readonly line: Line | null
}

interface Line {
  readonly userName: string
  readonly file: string | null
  readonly line: number
}

/**
 * Judges a claim about an application by each privilege that it changes. One that the data contradicts is enough to
 * contradict it, whatever could not be read; it is proved only when every one of them is.
 */
export function judgeApplicationClaim(db: Reader, latest: CurrentAccess, claim: ApplicationClaim): ApplicationVerdict {
  const changes = privileges.of(db, claim.item)
  const verdicts = changes.map((change) => judgeChange(db, latest, { claim, change }))
  const against = verdicts.filter(({ verdict }) => verdict === 'contradicted')
  const [first] = against
  if (first)
    return {
      verdict: 'contradicted',
      statement: `${against.length} of ${changes.length} privileges are not as they should be`,
      line: first.line,
    }
  if (verdicts.some(({ verdict }) => verdict === 'unknown')) return unknown
  return {
    verdict: 'proved',
    statement:
      changes.length === 1
        ? 'the privilege is as it should be'
        : `all ${changes.length} privileges are as they should be`,
    line: verdicts.find(({ line }) => line !== null)?.line ?? null,
  }
}

const unknown: ApplicationVerdict = { verdict: 'unknown', statement: 'what is needed could not be read', line: null }

interface ClaimedChange {
  readonly claim: ApplicationClaim
  readonly change: PrivilegeChange
}

type ChangeVerdict = Pick<ApplicationVerdict, 'verdict' | 'line'>

function judgeChange(db: Reader, latest: CurrentAccess, { claim, change }: ClaimedChange): ChangeVerdict {
  const accounts = verification.accountsFound(db, latest, { account: change.account, identity: claim.requestee })
  if (accounts.length === 0) {
    if (isAbsenceUnknown(db, latest, { claim, change })) return { verdict: 'unknown', line: null }
    return { verdict: fits(claim, change, { account: null, access: null }), line: null }
  }
  // Of an account that was still to be made, one that has it is enough.
  const verdicts = accounts.map((account) => judgeOnAccount(db, latest, { claim, change, account }))
  const byPreference = (['proved', 'unknown', 'contradicted'] as const).flatMap(
    (word) => verdicts.find(({ verdict }) => verdict === word) ?? [],
  )
  return byPreference[0] ?? { verdict: 'unknown', line: null }
}

function judgeOnAccount(
  db: Reader,
  latest: CurrentAccess,
  { claim, change, account }: ClaimedChange & { readonly account: AccountFound },
): ChangeVerdict {
  const { entitlement } = change
  const grant =
    entitlement === null ? undefined : verification.grantFound(db, latest, { account: account.id, entitlement })
  if (verification.isAccountUnknown(db, latest, { account: account.id, entitlement, isHeld: grant !== undefined }))
    return { verdict: 'unknown', line: null }
  const state = { active: account.active === 1, locked: account.locked === 1 }
  const { file, line } = grant ?? account
  return {
    verdict: fits(claim, change, { account: state, access: grant?.access ?? null }),
    line: { userName: account.userName, file, line },
  }
}

const fits = (
  { action }: ApplicationClaim,
  change: PrivilegeChange,
  found: Parameters<typeof isCarriedOut>[2],
): 'proved' | 'contradicted' => (isCarriedOut(action, change, found) ? 'proved' : 'contradicted')

const isAbsenceUnknown = (db: Reader, latest: CurrentAccess, { claim, change }: ClaimedChange): boolean =>
  change.account === null
    ? verification.isAbsenceUnknown(db, latest, claim.requestee)
    : verification.isAccountUnknown(db, latest, { account: change.account, entitlement: null, isHeld: false })
