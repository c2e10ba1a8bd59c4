import type { HeldGrant, Person, PersonAccount, PersonDetail } from '../../../contract/identities.ts'
import type { Moment } from '../../storage/cut.ts'
import { foldCase, foldSearch } from '../../storage/fold.ts'
import type { Reader } from '../../storage/open.ts'
import type { Author } from '../authorization/giving.ts'
import { notFound } from '../shared/errors.ts'
import { instant } from '../shared/instant.ts'
import { entitlementName, entitlementPath } from './access-facts.ts'
import { pendingManagerOf } from './manager-proposals.service.ts'
import { wordsOfMethod } from './matching.ts'
import { type ListPosition, peopleNow, type PersonNow } from './people-now.store.ts'
import { attributesOf } from './person-attributes.service.ts'
import { type AccountRow, type GrantRow, people, type PersonRow } from './people.store.ts'

/** What is searched for, as stores compare it. */
export const searchWords = (text: string | undefined): string | null => foldSearch(text?.trim() ?? '') || null
const departmentKey = (text: string | undefined): string | null => (text === undefined ? null : foldCase(text))

/** People by last name, first name, as they are now. `next` continues after the last one. */
export function listPeopleNow(
  db: Reader,
  query: {
    words?: string | undefined
    department?: string | undefined
    news?: boolean | undefined
    leavers?: boolean | undefined
    after: ListPosition
    limit: number
  },
): { items: Person[]; total: number; next: ListPosition | null } {
  const { news = false, leavers = false } = query
  const filter = { words: searchWords(query.words), department: departmentKey(query.department), news, leavers }
  const items = peopleNow.page(db, filter, query)
  const last = items.length === query.limit ? items.at(-1) : undefined
  return { items, total: peopleNow.count(db, filter), next: last ? (peopleNow.placeOf(db, last.id) ?? null) : null }
}

/** People by last name, first name, as they were at an earlier moment. */
export function listPeopleAt(
  db: Reader,
  moment: Moment,
  query: { words?: string | undefined; department?: string | undefined; offset: number; limit: number },
): { items: Person[]; total: number } {
  const filter = { words: searchWords(query.words), department: departmentKey(query.department) }
  return {
    items: people.page(db, moment, { ...filter, offset: query.offset, limit: query.limit }).map(viewPersonAt),
    total: people.count(db, moment, filter),
  }
}

/** What somebody asks of one person. */
interface PersonQuestion {
  readonly moment: Moment
  readonly id: string
}

/**
 * A person with what is said of them and where that comes from, and with every account and grant at the moment.
 * @throws DomainError `not-found`
 */
export function getPerson(db: Reader, author: Author, { moment, id: guid }: PersonQuestion): PersonDetail {
  const nowRow = moment.kind === 'now' ? peopleNow.get(db, guid) : undefined
  const thenRow = nowRow ? undefined : people.get(db, moment, guid)
  if (!nowRow && !thenRow) throw notFound('person')
  const id = nowRow?.identity_id ?? thenRow?.id ?? 0
  const revision = peopleNow.get(db, guid)?.updated_at ?? 0
  const attributes = attributesOf(db, moment, id)
  const accounts = people.accountsOf(db, moment, id).map((account) => viewOwned(db, moment, account))
  const pendingManager = moment.kind === 'now' ? pendingManagerOf(db, author, id) : null
  const person = nowRow ? viewNow(nowRow) : viewPersonAt(thenRow as PersonRow)
  return { person, attributes, accounts, pendingManager, revision }
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

export function viewPersonAt(row: PersonRow): Person {
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
  if (set_status !== null) return set_status as Person['status']
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
