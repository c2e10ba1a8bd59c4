import type { Reader } from '../../storage/open.ts'
import { notFound } from '../shared/errors.ts'
import { peopleNow, type PersonNow } from './people-now.store.ts'
import { supervisors } from './supervisors.store.ts'

/** A person as they are now, with whom they report to. */
export interface PersonWithSupervisor extends PersonNow {
  /** "Last, First"; what the roster says when it names nobody who is known, and empty when it says nothing. */
  readonly supervisor: string
}

/** People by last name, then first name, for clients that count pages. */
export function listPeopleByPage(
  db: Reader,
  page: { offset: number; limit: number },
): { items: PersonWithSupervisor[]; total: number } {
  const items = peopleNow.at(db, page.offset, page.limit).map((person) => withSupervisor(db, person))
  return { items, total: peopleNow.count(db, { words: null, department: null }) }
}

/** @throws DomainError `not-supervisor` */
export function getPersonNow(db: Reader, guid: string): PersonWithSupervisor {
  const person = peopleNow.get(db, guid)
  if (!person) throw notFound('identity')
  return withSupervisor(db, person)
}

function withSupervisor(db: Reader, person: PersonNow): PersonWithSupervisor {
  const supervisor = person.manager === '' ? undefined : supervisors.find(db, person.manager)
  const name = supervisor && [supervisor.last_name, supervisor.first_name].filter((part) => part !== '').join(', ')
  return { ...person, supervisor: name || supervisor?.full_name || person.manager }
}
