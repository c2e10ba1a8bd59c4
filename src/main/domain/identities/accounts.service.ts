import type { Account } from '../../../contract/identities.ts'
import { type Moment, now } from '../../storage/cut.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { onCommit } from '../../storage/store.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { instant } from '../shared/instant.ts'
import { wordsOfMethod } from './matching.ts'
import { matches } from './matching.store.ts'
import { refreshPersonNow } from './people-now.service.ts'
import { peopleNow } from './people-now.store.ts'
import { searchWords } from './people.service.ts'
import { type AccountRow, people } from './people.store.ts'

interface AccountListQuery {
  readonly applicationId?: string | undefined
  readonly match: 'none' | 'nobody' | 'person' | 'any'
  readonly words?: string | undefined
  /** Continues after this row. */
  readonly after: number
  readonly limit: number
}

/** Accounts of applications, with whose they are. */
export function listAccounts(
  db: Reader,
  moment: Moment,
  { applicationId, match, words, after, limit }: AccountListQuery,
): { items: Account[]; total: number; next: number | null } {
  const filter = { application: applicationId ?? null, match, words: searchWords(words) }
  const { rows, total } = people.accounts(db, moment, { ...filter, after, limit })
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { items: rows.map((row) => viewAccount(db, moment, row)), total, next: last?.id ?? null }
}

/** One account. @throws DomainError `not-found` */
export function getAccount(db: Reader, moment: Moment, guid: string): Account {
  const row = people.account(db, moment, guid)
  if (!row) throw notFound('account')
  return viewAccount(db, moment, row)
}

/** Who had an entitlement at a moment, with the person behind each account. */
export function listHolders(db: Reader, moment: Moment, entitlement: number, limit: number) {
  return people
    .holders(db, moment, entitlement, limit)
    .map(({ accountGuid, userName, name, access, identityGuid }) => ({
      accountId: accountGuid,
      userName,
      name: name || userName,
      access,
      person: identityGuid === null ? null : { id: identityGuid, name: nameOf(db, identityGuid, moment) },
    }))
}

interface AccountRevision {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
}

interface MatchByHandInput extends AccountRevision {
  /** Null for nobody. */
  readonly personId: string | null
  readonly reason: string
}

/**
 * Says by hand whose account it is: a person, or deliberately nobody. No rule changes it until it is cleared.
 * @throws DomainError `not-found` for the account; `stale` when its match has changed; `invalid` for an unknown person
 */
export function matchByHand(
  env: Environment,
  actor: Actor,
  { id: accountGuid, seen, personId: personGuid, reason }: MatchByHandInput,
): Account {
  const { store, clock } = env
  store.transact((tx) => {
    const account = people.account(tx, now, accountGuid)
    if (!account) throw notFound('account')
    expectRevision(account.from_at ?? 0, seen)
    const person = personGuid === null ? undefined : people.get(tx, now, personGuid)
    if (personGuid !== null && !person) {
      throw new DomainError('invalid', 'There is no such person.', [{ field: 'personId', message: 'is unknown' }])
    }
    const at = clock()
    matches.decide(tx, account.id, { at }, { identity: person?.id ?? null, method: 'by-hand', by: actor.name, reason })
    recordAudit(tx, at, actor, {
      action: 'account.matched',
      object: { type: 'account', id: accountGuid },
      details: { person: personGuid, before: account.identity_guid, reason },
    })
    afterDecision(env, tx, at, [account.identity_id, person?.id ?? null])
  })
  return getAccount(store.reader, now, accountGuid)
}

/** Takes a choice by hand back; the rules decide again at the next import. @throws DomainError `not-found`, `stale`, `conflict` */
export function clearMatch(env: Environment, actor: Actor, { id: accountGuid, seen }: AccountRevision): Account {
  const { store, clock } = env
  store.transact((tx) => {
    const account = people.account(tx, now, accountGuid)
    if (!account) throw notFound('account')
    expectRevision(account.from_at ?? 0, seen)
    if (account.method !== 'by-hand') throw new DomainError('conflict', 'Nobody chose this match by hand.')
    const at = clock()
    matches.takeBack(tx, account.id, at)
    recordAudit(tx, at, actor, {
      action: 'account.match-cleared',
      object: { type: 'account', id: accountGuid },
      details: { before: account.identity_guid },
    })
    afterDecision(env, tx, at, [account.identity_id])
  })
  return getAccount(store.reader, now, accountGuid)
}

/** What rests on whose account it is: the list counts the accounts of each person, and open previews tell of matches. */
function afterDecision(env: Environment, tx: Writer, at: number, identities: readonly (number | null)[]): void {
  for (const identity of identities) if (identity !== null) refreshPersonNow(tx, identity, at)
  onCommit(tx, () => env.effects?.accountMatched())
}

function viewAccount(db: Reader, moment: Moment, row: AccountRow): Account {
  const person =
    row.identity_guid === null ? null : { id: row.identity_guid, name: nameOf(db, row.identity_guid, moment) }
  return {
    id: row.guid,
    application: { id: row.application_guid, name: row.application_name },
    userName: row.user_name,
    name: row.full_name || row.user_name,
    email: row.email,
    employeeId: row.employee_id,
    active: row.active === 'yes',
    grants: row.grants,
    match:
      row.from_at === null
        ? null
        : { person, words: wordsOfMethod(row.method), by: row.decided_by ?? '', since: instant(row.from_at) },
    revision: row.from_at ?? 0,
  }
}

function nameOf(db: Reader, guid: string, moment: Moment = now): string {
  const person = moment.kind === 'now' ? peopleNow.get(db, guid) : people.get(db, moment, guid)
  return person?.full_name ?? 'somebody who left the roster'
}
