import { areOneName, mayBeSameName, nameWords } from './same-name.ts'

/** A record of a roster, now. */
export interface RosterRecord {
  readonly id: number
  readonly employeeId: string
  readonly name: string
  /** The address, folded for comparing; blank says nothing. */
  readonly email: string
  /** Null for a new one. */
  readonly identity: number | null
}

/** Somebody who had a number in a record that is no longer in any roster. */
export interface FormerHolder {
  readonly identity: number
  readonly name: string
}

/** Somebody whom a personnel event or a script made, and whom no roster has listed yet. */
export interface ExpectedPerson {
  readonly identity: number
  readonly name: string
  /** Folded for comparing. */
  readonly email: string
}

/** Whose a new record is: somebody who is known, or the person of another new record, which may be itself. */
export type RecordOwner = { readonly identity: number } | { readonly record: number }

/**
 * Whose new roster records are. The employee number is the key that lasts: a user name may change. It counts only as long
 * as it names one person: records with one number and different names are different people, and of somebody who had a
 * number before, a word of the name must be left.
 * @param records all current records that share a number with a new one, or are new
 * @param former by number
 * @param expected people whom no roster has listed yet: with their own address and name a record is theirs
 */
export function ownersOfRecords(
  records: readonly RosterRecord[],
  former: ReadonlyMap<string, readonly FormerHolder[]>,
  expected: readonly ExpectedPerson[] = [],
): Map<number, RecordOwner> {
  const owners = new Map<number, RecordOwner>()
  const byNumber = Map.groupBy(records, ({ employeeId }) => employeeId)
  const returned = returningPeople(byNumber, former)
  const arrived = arrivingPeople(records, expected)
  for (const [number, holders] of byNumber) {
    const isKey = number !== '' && areOneName(holders.map(({ name }) => name))
    const known = holders.flatMap(({ identity }) => (identity === null ? [] : [identity])).toSorted((a, b) => a - b)[0]
    const returning = known ?? returned.get(number)
    const first = Math.min(...holders.filter(({ identity }) => identity === null).map(({ id }) => id))
    for (const { id, identity } of holders) {
      if (identity !== null) continue
      const arriving = arrived.get(id)
      if (isKey && returning !== undefined) owners.set(id, { identity: returning })
      else if (arriving !== undefined) owners.set(id, { identity: arriving })
      else owners.set(id, { record: isKey ? first : id })
    }
  }
  return owners
}

/** Who comes back under which number. Somebody who would come back under two is neither. */
function returningPeople(
  byNumber: ReadonlyMap<string, readonly RosterRecord[]>,
  former: ReadonlyMap<string, readonly FormerHolder[]>,
): Map<string, number> {
  const found = [...former].flatMap(([number, holders]) => {
    const identity = whoReturns(byNumber.get(number) ?? [], holders)
    return identity === undefined ? [] : [[number, identity] as const]
  })
  const numbersOf = Map.groupBy(found, ([, identity]) => identity)
  return new Map(found.filter(([, identity]) => numbersOf.get(identity)?.length === 1))
}

/**
 * Which new record is an expected person's: the only record with their address, under the name that they have. An address
 * alone is no proof, and a name alone a proposal at most.
 */
function arrivingPeople(records: readonly RosterRecord[], expected: readonly ExpectedPerson[]): Map<number, number> {
  const found = new Map<number, number>()
  const byEmail = Map.groupBy(records, ({ email }) => email)
  for (const [email, people] of Map.groupBy(expected, (person) => person.email)) {
    const [person, another] = people
    const [record, twin] = byEmail.get(email) ?? []
    if (email === '' || !person || another || !record || twin || record.identity !== null) continue
    if (person.name !== '' && record.name !== '' && mayBeSameName(person.name, record.name))
      found.set(record.id, person.identity)
  }
  return found
}

/** The one former holder of a number whose name has a word in common with those who have it now. */
function whoReturns(holders: readonly RosterRecord[], former: readonly FormerHolder[]): number | undefined {
  const words = new Set(holders.flatMap(({ name }) => nameWords(name)))
  const alike = former.filter(({ name }) => name === '' || nameWords(name).some((word) => words.has(word)))
  const people = [...new Set(alike.map(({ identity }) => identity))]
  return people.length === 1 ? people[0] : undefined
}
