import { createHash } from 'node:crypto'
import type { MatchCounts } from '../../../contract/imports.ts'
import type { Writer } from '../../storage/open.ts'
import { type Actor, system } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { DomainError } from '../shared/errors.ts'
import { peopleNow } from './people-now.store.ts'
import { matches } from './matching.store.ts'
import type { SharedValue } from './shared-keys.store.ts'
import type { MatchedGeneration } from './true-matches.ts'

export type { MatchedGeneration } from './true-matches.ts'

export interface MatchOutcome {
  /** People that are known since now. */
  readonly people: number
  readonly matched: number
  readonly rematched: number
  /** Accounts whose person is no longer known. */
  readonly orphaned: number
}

/** Runs one step of the work as a short transaction, so that no other writer waits long behind thousands of matches. */
export type TransactInSteps = (work: (tx: Writer) => void) => void

const matchesAtOnce = 2000
const peopleAtOnce = 500

interface UpdateMatchesInput {
  readonly at: number
  /** Makes a GUID for each new identity. */
  readonly newId: () => string
  /** Only its accounts, since an extract changes no others; null after a roster. */
  readonly application: number | null
  /** The one that was applied: what the rules find is a fact of it. */
  readonly generation: MatchedGeneration
}

/**
 * Brings people and matches up to date after an import: every roster record belongs to an identity, and every account
 * whose match nobody chose by hand is matched by the first rule that finds exactly one person.
 */
export function updateMatches(
  db: Writer,
  inSteps: TransactInSteps,
  { at, newId, application, generation }: UpdateMatchesInput,
): MatchOutcome {
  const outcome = { people: 0, matched: 0, rematched: 0, orphaned: 0 }
  const records = [...matches.ownersOfNewRecords(db)].toSorted(([a], [b]) => a - b)
  const byFirstRecord = new Map<number, number>()
  for (let i = 0; i < records.length; i += matchesAtOnce) {
    inSteps((tx) => {
      for (const [id, owner] of records.slice(i, i + matchesAtOnce)) {
        const existing = 'identity' in owner ? owner.identity : byFirstRecord.get(owner.record)
        if (existing === undefined) outcome.people++
        const identity = existing ?? matches.insertIdentity(tx, newId(), at)
        if ('record' in owner) byFirstRecord.set(owner.record, identity)
        matches.decide(tx, id, { at }, { identity, method: 'roster', by: system.name, reason: '' })
      }
    })
  }
  const differences = matches.differences(db, application)
  for (let i = 0; i < differences.length; i += matchesAtOnce) {
    inSteps((tx) => {
      for (const { account, current, matched, rule } of differences.slice(i, i + matchesAtOnce)) {
        if (matched === null) outcome.orphaned++
        else if (current === null) outcome.matched++
        else if (current !== matched) outcome.rematched++
        const match =
          matched === null || rule === null ? null : { identity: matched, method: rule, by: system.name, reason: '' }
        matches.decide(tx, account, { at, generation }, match)
      }
    })
  }
  const last = peopleNow.lastIdentity(db)
  for (let id = 1; id <= last; id += peopleAtOnce)
    inSteps((tx) => void peopleNow.refresh(tx, id, id + peopleAtOnce, at))
  return outcome
}

interface ConfirmMatchInput {
  readonly account: number
  readonly reason: string
}

/**
 * Makes the current match a person's choice, which no rule changes.
 * @throws DomainError `conflict` when the account belongs to nobody
 */
export function confirmMatch(tx: Writer, at: number, actor: Actor, { account, reason }: ConfirmMatchInput): void {
  const identity = matches.current(tx, account)?.identity_id ?? null
  if (identity === null) throw new DomainError('conflict', 'The account no longer belongs to anybody.')
  const guid = matches.guidOf(tx, account)
  matches.decide(tx, account, { at }, { identity, method: 'by-hand', by: actor.name, reason })
  recordAudit(tx, at, actor, {
    action: 'account.matched',
    object: { type: 'account', id: guid },
    details: { kept: true, reason },
  })
}

/** How the matches would change once a staged import is applied. */
export interface PredictedMatches {
  readonly counts: MatchCounts
  /** SHA-256 over every account, from whom, to whom and by which rule, in their order; empty when nothing would change. */
  readonly digest: string
  /** Values in the file that should name one person and do not, in words; the first of them. */
  readonly shared: readonly string[]
}

const nothing: PredictedMatches = { counts: { matches: 0, rematches: 0, orphaned: 0 }, digest: '', shared: [] }
const mostShared = 50

/**
 * Finds which matches a staged import would change, by the rules that run after it is applied, and writes them into its
 * staging database as the last lines of the preview. Before the first roster nobody is known, so an account without a
 * match is no news.
 * @param db the main database with the staging database attached as `staging`
 * @param held ids of the changes that stay out
 */
export function predictMatches(
  db: Writer,
  application: { readonly id: number; readonly kind: 'roster' | 'application' },
  held: readonly number[],
): PredictedMatches {
  if (application.kind === 'application' && !matches.hasPeople(db)) return nothing
  const shared = matches.predict(db, application.id, application.kind, held).slice(0, mostShared).map(sharedInWords)
  const counts = matches.predictedCounts(db)
  const hash = createHash('sha256')
  let lines = 0
  for (const line of matches.predictedLines(db)) {
    hash.update(`${line}\n`)
    lines++
  }
  return lines === 0 ? { ...nothing, shared } : { counts, digest: hash.digest('hex'), shared }
}

const mostNames = 5

function sharedInWords({ rule, value, names }: SharedValue): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
  const whose = `${names.slice(0, mostNames).join(', ')}${more}`
  return `${rule === 'email' ? 'The e-mail address' : 'The employee number'} ${value} is given to ${whose}, so it names nobody.`
}
