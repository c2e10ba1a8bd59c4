import type { Writer } from '../../storage/open.ts'
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
export type InSteps = (work: (tx: Writer) => void) => void

const matchesAtOnce = 2000
const peopleAtOnce = 500

/**
 * Brings people and matches up to date after an import: every roster record belongs to an identity, and every account
 * whose match nobody chose by hand is matched by the first rule that finds exactly one person.
 * @param newId a new GUID for each new identity
 */
export function matchEverything(db: Writer, inSteps: InSteps, at: number, newId: () => string): MatchOutcome {
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
  const differences = matches.differences(db)
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
