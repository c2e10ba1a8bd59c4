import { areOneName, nameWords } from './same-name.ts'

/** A record of a roster, now. */
export interface RosterRecord {
  readonly id: number
  readonly employeeId: string
  readonly name: string
  /** Null for a new one. */
  readonly identity: number | null
}

/** Somebody who had a number in a record that is no longer in any roster. */
export interface FormerHolder {
  readonly identity: number
  readonly name: string
}

/** Whose a new record is: somebody who is known, or the person of another new record, which may be itself. */
export type RecordOwner = { readonly identity: number } | { readonly record: number }

/**
 * Whose new roster records are. The employee number is the key that lasts: a user name may change. It counts only as long
 * as it names one person: records with one number and different names are different people, and of somebody who had a
 * number before, a word of the name must be left.
 * @param records all current records that share a number with a new one, or are new
 * @param former by number
 */
export function ownersOfRecords(
  records: readonly RosterRecord[],
  former: ReadonlyMap<string, readonly FormerHolder[]>,
): Map<number, RecordOwner> {
  const owners = new Map<number, RecordOwner>()
  const byNumber = Map.groupBy(records, ({ employeeId }) => employeeId)
  const returned = returningPeople(byNumber, former)
  for (const [number, holders] of byNumber) {
    const isKey = number !== '' && areOneName(holders.map(({ name }) => name))
    const known = holders.flatMap(({ identity }) => (identity === null ? [] : [identity])).toSorted((a, b) => a - b)[0]
    const returning = known ?? returned.get(number)
    const first = Math.min(...holders.filter(({ identity }) => identity === null).map(({ id }) => id))
    for (const { id, identity } of holders) {
      if (identity !== null) continue
      if (!isKey) owners.set(id, { record: id })
      else owners.set(id, returning === undefined ? { record: first } : { identity: returning })
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

/** The one former holder of a number whose name has a word in common with those who have it now. */
function whoReturns(holders: readonly RosterRecord[], former: readonly FormerHolder[]): number | undefined {
  const words = new Set(holders.flatMap(({ name }) => nameWords(name)))
  const alike = former.filter(({ name }) => name === '' || nameWords(name).some((word) => words.has(word)))
  const people = [...new Set(alike.map(({ identity }) => identity))]
  return people.length === 1 ? people[0] : undefined
}
