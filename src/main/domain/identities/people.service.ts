import type { Account, HeldGrant, Person, PersonAccount, PersonDetail } from '../../../contract/identities.ts'
import { type Moment, now } from '../../storage/cut.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { entitlementName, entitlementPath } from './access-facts.ts'
import { type MatchMethod, matchWords } from './matching.ts'
import { matches } from './matching.store.ts'
import { type ListPosition, peopleNow, type PersonNow } from './people-now.store.ts'
import { attributesOf } from './person-attributes.service.ts'
import { type AccountRow, type GrantRow, people, type PersonRow } from './people.store.ts'

const instant = (at: number): string => new Date(at).toISOString()
const wordsOf = (text: string | undefined): string | null => text?.trim().toLowerCase() || null

/** People by last name, first name, as they are now. `next` continues after the last one. */
export function listPeopleNow(
  db: Reader,
  question: {
    words?: string | undefined
    department?: string | undefined
    news?: boolean | undefined
    after: ListPosition
    limit: number
  },
): { items: Person[]; total: number; next: ListPosition | null } {
  const { department = null, news = false } = question
  const filter = { words: wordsOf(question.words), department, news }
  const items = peopleNow.page(db, filter, question.after, question.limit)
  const last = items.length === question.limit ? items.at(-1) : undefined
  return { items, total: peopleNow.count(db, filter), next: last ? (peopleNow.placeOf(db, last.id) ?? null) : null }
}

/** People by last name, first name, as they were at an earlier moment. */
export function listPeopleAt(
  db: Reader,
  moment: Moment,
  question: { words?: string | undefined; department?: string | undefined; offset: number; limit: number },
): { items: Person[]; total: number } {
  const filter = { words: wordsOf(question.words), department: question.department ?? null }
  return {
    items: people.page(db, moment, filter, question.offset, question.limit).map(viewPerson),
    total: people.count(db, moment, filter),
  }
}

/**
 * A person with what is said of them and where that comes from, and with every account and grant at the moment.
 * @throws Refusal `not found`
 */
export function getPerson(db: Reader, moment: Moment, guid: string): PersonDetail {
  const nowRow = moment.kind === 'now' ? peopleNow.get(db, guid) : undefined
  const thenRow = nowRow ? undefined : people.get(db, moment, guid)
  if (!nowRow && !thenRow) throw notFound('person')
  const id = nowRow?.identity_id ?? thenRow?.id ?? 0
  const revision = peopleNow.get(db, guid)?.updated_at ?? 0
  const attributes = attributesOf(db, moment, id)
  const accounts = people.accountsOf(db, moment, id).map((account) => viewOwned(db, moment, account))
  return { person: nowRow ? viewNow(nowRow) : viewPerson(thenRow as PersonRow), attributes, accounts, revision }
}

/** Accounts of applications, with whose they are. */
export function listAccounts(
  db: Reader,
  moment: Moment,
  filter: {
    applicationId?: string | undefined
    match: 'none' | 'nobody' | 'person' | 'any'
    words?: string | undefined
  },
  after: number,
  limit: number,
): { items: Account[]; total: number; next: number | null } {
  const asked = { application: filter.applicationId ?? null, match: filter.match, words: wordsOf(filter.words) }
  const { rows, total } = people.accounts(db, moment, asked, after, limit)
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { items: rows.map((row) => viewAccount(db, moment, row)), total, next: last?.id ?? null }
}

/** One account. @throws Refusal `not found` */
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
      person: identityGuid === null ? null : { id: identityGuid, name: nameOf(db, identityGuid) },
    }))
}

/**
 * Says by hand whose account it is: a person, or deliberately nobody. No rule changes it until it is cleared.
 * @param seen the revision that the caller saw
 * @throws Refusal `not found` for the account; `stale` when it is another's by now; `invalid` for an unknown person
 */
export function matchByHand(
  env: Environment,
  actor: Actor,
  accountGuid: string,
  seen: number,
  personGuid: string | null,
  reason: string,
): Account {
  const { store, clock } = env
  store.transact((tx) => {
    const account = people.account(tx, now, accountGuid)
    if (!account) throw notFound('account')
    refuseStale(account, seen)
    const person = personGuid === null ? undefined : people.get(tx, now, personGuid)
    if (personGuid !== null && !person) {
      throw new DomainError('invalid', 'There is no such person.', [{ field: 'personId', message: 'is unknown' }])
    }
    const at = clock()
    matches.decide(tx, account.id, at, { identity: person?.id ?? null, method: 'by-hand', by: actor.name, reason })
    recordAudit(tx, at, actor, {
      action: 'account.matched',
      object: { type: 'account', id: accountGuid },
      details: { person: personGuid, before: account.identity_guid, reason },
    })
  })
  return getAccount(store.reader, now, accountGuid)
}

/** Takes a choice by hand back; the rules decide again at the next import. @throws Refusal `not found`, `stale`, `conflict` */
export function clearMatch(env: Environment, actor: Actor, accountGuid: string, seen: number): Account {
  const { store, clock } = env
  store.transact((tx) => {
    const account = people.account(tx, now, accountGuid)
    if (!account) throw notFound('account')
    refuseStale(account, seen)
    if (account.method !== 'by-hand') throw new DomainError('conflict', 'Nobody chose this match by hand.')
    const at = clock()
    matches.decide(tx, account.id, at, null)
    recordAudit(tx, at, actor, {
      action: 'account.match-cleared',
      object: { type: 'account', id: accountGuid },
      details: { before: account.identity_guid },
    })
  })
  return getAccount(store.reader, now, accountGuid)
}

function refuseStale({ from_at }: AccountRow, seen: number): void {
  if ((from_at ?? 0) !== seen) throw new DomainError('stale', 'Whose account it is has changed since you looked.')
}

function viewNow(row: PersonNow): Person {
  return {
    id: row.guid,
    name: row.full_name,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    employeeId: row.employee_id,
    title: row.title,
    department: row.department,
    manager: row.manager,
    type: row.person_type || 'Employee',
    status: row.status,
    accounts: row.accounts,
  }
}

function viewPerson(row: PersonRow): Person {
  return {
    id: row.guid,
    name: row.full_name ?? '',
    firstName: row.first_name ?? '',
    lastName: row.last_name ?? '',
    email: row.email ?? '',
    employeeId: row.employee_id ?? '',
    title: row.title ?? '',
    department: row.department ?? '',
    manager: row.manager ?? '',
    type: row.person_type || 'Employee',
    status: statusOf(row),
    accounts: row.accounts,
  }
}

function statusOf({ set_status, active }: PersonRow): Person['status'] {
  if (set_status === 'Active' || set_status === 'Disabled') return set_status
  return active === null ? 'Removed' : active === 'yes' ? 'Active' : 'Disabled'
}

function viewOwned(db: Reader, moment: Moment, row: AccountRow): PersonAccount {
  return {
    id: row.guid,
    application: { id: row.application_guid, name: row.application_name },
    userName: row.user_name,
    name: row.full_name || row.user_name,
    active: row.active === 'yes',
    locked: row.locked === 'yes',
    lastLogin: row.last_login,
    match: {
      method: row.method ?? '',
      words: wordsOfMethod(row.method),
      by: row.decided_by ?? '',
      since: instant(row.from_at ?? 0),
    },
    grants: people.grants(db, moment, row.id).map(viewGrant),
  }
}

function viewGrant(row: GrantRow): HeldGrant {
  const key = [row.group_name, row.heading, row.section, row.permission] as const
  return {
    entitlementId: row.entitlement_id,
    entitlement: entitlementName(key),
    path: entitlementPath(key),
    access: row.access,
    privileged: row.privileged === 'yes',
    provenance: {
      importId: row.import_guid,
      generation: row.seq,
      file: row.file,
      line: row.line,
      rulesVersion: row.rules_version,
      appliedAt: instant(row.applied_at),
    },
  }
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

const wordsOfMethod = (method: string | null): string => (method === null ? '' : matchWords[method as MatchMethod])
const nameOf = (db: Reader, guid: string, moment: Moment = now): string =>
  (moment.kind === 'now' ? peopleNow.get(db, guid) : people.get(db, moment, guid))?.full_name ??
  'somebody who left the roster'
