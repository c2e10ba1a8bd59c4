import { createHash } from 'node:crypto'
import type { MatchCounts } from '../../../contract/imports.ts'
import type { Writer } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { DomainError } from '../shared/errors.ts'
import { peopleNow } from './people-now.store.ts'
import { matches } from './matching.store.ts'

export interface MatchOutcome {
  /** People that are known since now. */
  readonly people: number
  readonly matched: number
  readonly rematched: number
  /** Accounts whose person is no longer known. */
  readonly orphaned: number
}

/** Runs one step of the work as a short transaction, so that nobody waits long behind thousands of matches. */
export type TransactInSteps = (work: (tx: Writer) => void) => void

const matchesAtOnce = 2000
const peopleAtOnce = 500

/**
 * Brings people and matches up to date after an import: every roster record belongs to an identity, and every account
 * whose match nobody chose by hand is matched by the first rule that finds exactly one person.
 * @param newId a new GUID for each new identity
 * @param application only its accounts, since an extract changes nobody else's; null after a roster
 */
export function bringMatchesUpToDate(
  db: Writer,
  inSteps: TransactInSteps,
  at: number,
  newId: () => string,
  application: number | null,
): MatchOutcome {
  const outcome = { people: 0, matched: 0, rematched: 0, orphaned: 0 }
  const records = matches.newRecords(db)
  const byEmployee = records.length > 0 ? matches.identityByEmployee(db) : new Map<string, number>()
  for (let i = 0; i < records.length; i += matchesAtOnce) {
    inSteps((tx) => {
      for (const { id, employeeId } of records.slice(i, i + matchesAtOnce)) {
        const known = byEmployee.get(employeeId)
        if (known === undefined) outcome.people++
        const identity = known ?? matches.insertIdentity(tx, newId(), at)
        if (employeeId !== '') byEmployee.set(employeeId, identity)
        matches.decide(tx, id, at, { identity, method: 'roster', by: 'Castellan', reason: '' })
      }
    })
  }
  const differences = matches.differences(db, application)
  for (let i = 0; i < differences.length; i += matchesAtOnce) {
    inSteps((tx) => {
      for (const { account, stands, found, rule } of differences.slice(i, i + matchesAtOnce)) {
        if (found === null) outcome.orphaned++
        else if (stands === null) outcome.matched++
        else if (stands !== found) outcome.rematched++
        const match =
          found === null || rule === null ? null : { identity: found, method: rule, by: 'Castellan', reason: '' }
        matches.decide(tx, account, at, match)
      }
    })
  }
  const last = peopleNow.lastIdentity(db)
  for (let id = 1; id <= last; id += peopleAtOnce)
    inSteps((tx) => void peopleNow.refresh(tx, id, id + peopleAtOnce, at))
  return outcome
}

/**
 * Makes the match that stands a person's choice, which no rule changes.
 * @throws Refusal `conflict` when the account is nobody's
 */
export function saveMatch(tx: Writer, at: number, actor: Actor, account: number, reason: string): void {
  const identity = matches.standing(tx, account)?.identity_id ?? null
  if (identity === null) throw new DomainError('conflict', "The account is nobody's by now.")
  const guid = matches.guidOf(tx, account)
  matches.decide(tx, account, at, { identity, method: 'by-hand', by: actor.name, reason })
  recordAudit(tx, at, actor, {
    action: 'account.matched',
    object: { type: 'account', id: guid },
    details: { kept: true, reason },
  })
}

/** Whose accounts they would be once a staged import is applied. */
export interface PredictedMatches {
  readonly counts: MatchCounts
  /** SHA-256 over every account, from whom, to whom and by which rule, in their order; empty when nothing would change. */
  readonly digest: string
}

const nothing: PredictedMatches = { counts: { matches: 0, rematches: 0, orphaned: 0 }, digest: '' }

/**
 * Finds, by the rules that will run after it was applied, whose accounts a staged import would change, and writes them
 * into its staging database as the last lines of the preview. Before the first roster nobody is known, so nobody's
 * accounts are no news.
 * @param db the main database with the staging database attached as `staging`
 * @param held ids of the changes that stay out
 */
export function predictMatches(
  db: Writer,
  application: { readonly id: number; readonly kind: 'roster' | 'application' },
  held: readonly number[],
): PredictedMatches {
  if (application.kind === 'application' && !matches.anybodyIsKnown(db)) return nothing
  matches.foresee(db, application.id, application.kind, held)
  const counts = matches.foreseenCounts(db)
  const hash = createHash('sha256')
  let lines = 0
  for (const line of matches.foreseenLines(db)) {
    hash.update(`${line}\n`)
    lines++
  }
  return lines === 0 ? nothing : { counts, digest: hash.digest('hex') }
}
