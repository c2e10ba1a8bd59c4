import type { PersonWithSupervisor } from '../../domain/identities/people-pages.service.ts'
import { VendorIdentity } from './wire.ts'

const types = VendorIdentity.shape.type.options
const folded = (word: string): string => word.replaceAll(/[\s_-]/g, '').toLowerCase()

/** A roster's word for what somebody is, as the vendor writes it; nothing said means an employee. */
function typeOf(word: string): VendorIdentity['type'] {
  if (word === '') return 'Employee'
  return types.find((type) => folded(type) === folded(word)) ?? 'Unknown'
}

export function viewIdentity(person: PersonWithSupervisor): VendorIdentity {
  const instant = (at: number): string => new Date(at).toISOString()
  const created = instant(person.created_at)
  return {
    id: person.guid,
    kind: 'Identity',
    firstName: person.first_name,
    lastName: person.last_name,
    emailAddress: person.email,
    type: typeOf(person.person_type),
    title: person.title,
    company: person.company,
    division: person.division,
    department: person.department,
    office: person.office,
    supervisorName: person.supervisor,
    createdDate: created,
    updatedDate: instant(person.updated_at),
    // Castellan knows of a person from the first import that names them, and makes the identity then.
    firstSeenDate: created,
    inactivatedDate: person.inactivated_at === null ? null : instant(person.inactivated_at),
    status: person.status,
  }
}
