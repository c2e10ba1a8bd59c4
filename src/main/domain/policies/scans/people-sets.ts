import { foldCase } from '../../shared/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { plainText } from '../../shared/plain-text.ts'
import { columnOf } from '../../managed-users/properties.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'
import { findIdentity, managerOf, reportsOf } from '../../identities/references.service.ts'
import { isMembershipProperty } from '../../authorization/internal-roles.ts'
import { personPrincipal } from '../../roles/principal.ts'
import { longIdOf } from '../../roles/principals.service.ts'
import { type Condition, type Expression, evaluate } from '../expression.ts'
import { peopleSetQueries } from './scan.store.ts'
import { shortPersonIdIgnoringCase } from '../../shared/object-ids.ts'

/** Some people, one byte each by the row of their identity. */
type People = Uint8Array

/** Of 100,000 people a set is 100 KB, and policies may have tens of thousands of conditions between them. */
const mostKept = 1000

/**
 * Answers expressions for everybody at once: each condition becomes the set of people who meet it, asked from the side of
 * what is held, and groups become operations on sets. It finds exactly whom `holds` finds one by one: a property test
 * holds the two equal.
 */
export function createPeopleSets(db: Reader) {
  const all = peopleSetQueries.everybody(db)
  const size = (all.at(-1) ?? 0) + 1
  const everybody = setOf(all, size)
  const peopleByCondition = new Map<string, People>()
  const once = <T>(make: () => T): (() => T) => {
    let cached: { value: T } | undefined
    return () => (cached ??= { value: make() }).value
  }
  const source = {
    db,
    all,
    roles: once(() => peopleSetQueries.roles(db)),
    entitlements: once(() => peopleSetQueries.entitlements(db)),
    applications: once(() => peopleSetQueries.applications(db)),
  }

  function whoMeets(condition: Condition): People {
    const key = JSON.stringify([condition.test, condition.target, foldCase(condition.value)])
    const people = peopleByCondition.get(key) ?? setOf(peopleWith(source, condition), size)
    if (peopleByCondition.size >= mostKept) peopleByCondition.clear()
    peopleByCondition.set(key, people)
    return people
  }

  function peopleMeeting(expression: Expression): People {
    switch (expression.kind) {
      case 'condition':
        return whoMeets(expression)
      case 'everybody':
        return everybody
      case 'and':
        return expression.of.map(peopleMeeting).reduce((a, b) => combine(a, b, (x, y) => x & y), everybody)
      case 'or':
        return expression.of.map(peopleMeeting).reduce((a, b) => combine(a, b, (x, y) => x | y), new Uint8Array(size))
      case 'none': {
        const union = expression.of
          .map(peopleMeeting)
          .reduce((a, b) => combine(a, b, (x, y) => x | y), new Uint8Array(size))
        return combine(everybody, union, (x, y) => x & (y ^ 1))
      }
    }
  }

  return {
    /** How many people there are. */
    count: all.length,
    /** Rows of the people who meet an expression. */
    whoMeets(expression: Expression): number[] {
      const people = combine(peopleMeeting(expression), everybody, (x, y) => x & y)
      return all.filter((id) => people[id] === 1)
    },
  }
}

interface Source {
  readonly db: Reader
  /** The rows of everybody. */
  readonly all: readonly number[]
  readonly roles: () => ReturnType<typeof peopleSetQueries.roles>
  readonly entitlements: () => ReturnType<typeof peopleSetQueries.entitlements>
  readonly applications: () => ReturnType<typeof peopleSetQueries.applications>
}

/** The rows of the people who meet a condition. */
function peopleWith(source: Source, condition: Condition): readonly number[] {
  const { db, all, roles, entitlements, applications } = source
  const { target } = condition
  const chosen = (values: readonly string[]) => evaluate(condition, values)
  if (isMembershipProperty(target))
    return roles()
      .filter(({ value }) => chosen([value]))
      .flatMap(({ id }) => peopleSetQueries.members(db, id, target))
  if (target === 'entitlements')
    return entitlements()
      .filter(({ values }) => chosen(values))
      .flatMap(({ id }) => peopleSetQueries.holders(db, id))
  if (target === 'applications')
    return applications()
      .filter(({ value }) => chosen([value]))
      .flatMap(({ id }) => peopleSetQueries.users(db, id))
  if (target === 'manager') return reporting(source, condition)
  if (target === 'userName') return all.filter((id) => chosen([managedUserOf(db, id).userName]))
  if (target === 'accountStatus')
    return peopleSetQueries
      .texts(db, 'status')
      .filter(({ value }) => chosen([value === 'Active' ? 'active' : 'inactive']))
      .map(({ id }) => id)
  const column = columnOf[target]
  if (column !== undefined)
    return peopleSetQueries
      .texts(db, column)
      .filter(({ value }) => chosen([value]))
      .map(({ id }) => id)
  return peopleSetQueries
    .ownProperty(db, target)
    .filter(({ value }) => chosen(textsIn(value)))
    .map(({ id }) => id)
}

function reporting({ db, all }: Source, condition: Condition): readonly number[] {
  const boss = condition.test === 'EQUALS' ? findIdentity(db, shortPersonIdIgnoringCase(condition.value)) : undefined
  const candidates = boss ? reportsOf(db, boss.id) : all
  return candidates.filter((id) => {
    const manager = managerOf(db, id)
    return manager !== undefined && evaluate(condition, [longIdOf(db, personPrincipal(manager))])
  })
}

function setOf(ids: readonly number[], size: number): People {
  const set = new Uint8Array(size)
  for (const id of ids) if (id < size) set[id] = 1
  return set
}

function combine(a: People, b: People, how: (x: number, y: number) => number): People {
  const result = new Uint8Array(a.length)
  for (let i = 0; i < a.length; i++) result[i] = how(a[i] ?? 0, b[i] ?? 0)
  return result
}

function textsIn(json: string): readonly string[] {
  const value = JSON.parse(json) as unknown
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  return texts.map(plainText)
}
