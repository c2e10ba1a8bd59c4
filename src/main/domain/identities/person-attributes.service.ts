import { type Attribute, type ChangePerson, type PersonField, personFields } from '../../../contract/identities.ts'
import type { Moment } from '../../storage/cut.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { type Author, requireMayGive } from '../authorization/giving.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { instant } from '../shared/instant.ts'
import { onCommit } from '../../storage/store.ts'
import { accountAttributes, attributeNames } from './access-facts.ts'
import { now } from '../../storage/cut.ts'
import type { PersonText } from './merged-attributes.ts'
import { people } from './people.store.ts'
import { peopleNow } from './people-now.store.ts'
import { holdManager } from './manager-proposals.service.ts'
import { personAttributes, type SetRow } from './person-attributes.store.ts'

/** The column that each field is. */
const columns: Record<PersonField, PersonText | 'status'> = {
  name: 'full_name',
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  title: 'title',
  department: 'department',
  division: 'division',
  company: 'company',
  office: 'office',
  manager: 'manager',
  type: 'person_type',
  status: 'status',
}
const fieldOf = new Map(personFields.map((field): [string, PersonField] => [columns[field], field]))
const titleOf = (column: string): string =>
  column === 'status' ? 'status' : attributeNames[column as keyof typeof attributeNames]

interface RosterValue {
  readonly value: string
  readonly origin: string
}

/** What rosters say of a person: the first that says anything is believed, the others fill what it leaves blank. */
function rosterValuesOf(db: Reader, moment: Moment, identity: number): Map<string, RosterValue> {
  const values = new Map<string, RosterValue>()
  for (const roster of people.records(db, moment, identity)) {
    for (const name of accountAttributes) {
      const value = roster[name]
      if (value && !values.has(name)) values.set(name, { value, origin: roster.roster })
    }
  }
  const active = values.get('active')
  if (active) values.set('status', { value: active.value === 'yes' ? 'Active' : 'Disabled', origin: active.origin })
  return values
}

/** What is known of a person at a moment, by the name of the attribute, each with who says it. */
export function attributesOf(db: Reader, moment: Moment, identity: number): Record<string, Attribute> {
  const rosterValues = rosterValuesOf(db, moment, identity)
  const set = new Map(
    personAttributes
      .inForce(db, identity, moment.kind === 'now' ? null : moment.at)
      .map((row): [string, SetRow] => [row.attribute, row]),
  )
  const attributes: Record<string, Attribute> = {}
  for (const name of [...accountAttributes, 'status']) {
    const [roster, own] = [rosterValues.get(name), set.get(name)]
    const field = fieldOf.get(name) ?? null
    if (own) attributes[titleOf(name)] = viewSet(own, field, roster)
    // Rosters say "active"; the status that follows from it is told with the person.
    else if (roster && name !== 'status')
      attributes[titleOf(name)] = { ...roster, field, set: null, roster: null, news: false }
  }
  return attributes
}

function viewSet(row: SetRow, field: PersonField | null, roster: RosterValue | undefined): Attribute {
  return {
    value: row.value,
    origin: row.by_script ? 'set by a script' : 'set by hand',
    field,
    set: { by: row.set_by, byScript: row.by_script === 1, at: instant(row.from_at), reason: row.reason },
    roster: roster ?? null,
    news: (roster?.value ?? '') !== row.instead_of,
  }
}

/**
 * The manager decides on requests. Nobody names their own, and only who may say who decides names anybody's.
 * @throws DomainError `forbidden`
 */
export function requireMayNameManager(author: Author, identity: number, now: number): void {
  if (identity === author.identity)
    throw new DomainError('forbidden', 'Nobody names their own manager, who decides on their requests.')
  requireMayGive(author, { kind: 'decider' }, now)
}

interface ChangePersonInput {
  readonly id: string
  /** The revision that the caller saw. */
  readonly seen: number
  readonly change: ChangePerson
}

/**
 * Sets attributes of a person in the place of what rosters say, or takes that back. It holds, whatever rosters say later,
 * until it is taken back; then they count again. A manager in the place of a roster's waits for a second person.
 * @throws DomainError `not-found`; `stale` when the person has changed meanwhile; `conflict` when nothing was set that
 *   could be taken back; `forbidden` for one's own manager, and for who may not say who decides
 */
export function changePerson(env: Environment, author: Author, { id: guid, seen, change }: ChangePersonInput): void {
  const { store, clock } = env
  store.transact((tx) => {
    const person = peopleNow.get(tx, guid)
    if (!person) throw notFound('person')
    expectRevision(person.updated_at, seen)
    const at = Math.max(clock(), person.updated_at + 1)
    const identity = person.identity_id
    const { manager, ...others } = change.set
    let waits = false
    if (manager !== undefined) {
      requireMayNameManager(author, identity, at)
      waits = holdManager(tx, author, { at, identity, value: manager, reason: change.reason })
    }
    const set: ChangePerson['set'] = waits ? others : change.set
    if (Object.keys(set).length === 0) return
    const takenBack = writeAttributes(tx, author, { at, identity, change: { ...change, set } })
    peopleNow.restore(tx, identity, takenBack)
    peopleNow.refresh(tx, identity, identity + 1, at)
    peopleNow.touch(tx, identity, at)
    onCommit(tx, () => env.effects?.personChanged())
    const fields = Object.keys(set) as PersonField[]
    recordAudit(tx, at, author.actor, {
      action: 'person.changed',
      object: { type: 'person', id: guid },
      details: {
        set: fields.filter((field) => set[field] !== null),
        takenBack: fields.filter((field) => set[field] === null),
        reason: change.reason,
      },
    })
  })
}

interface AttributeWrites {
  readonly at: number
  readonly identity: number
  readonly change: ChangePerson
}

/** @returns what rosters said of the attributes that were taken back, when they were set */
function writeAttributes(
  tx: Writer,
  { actor }: Author,
  { at, identity, change }: AttributeWrites,
): Record<string, string> {
  const rosterValues = rosterValuesOf(tx, now, identity)
  const takenBack: Record<string, string> = {}
  for (const [field, value] of Object.entries(change.set) as [PersonField, string | null][]) {
    const attribute = columns[field]
    const [current] = personAttributes.inForce(tx, identity, null).filter((row) => row.attribute === attribute)
    if (value === null && !current) throw new DomainError('conflict', `Nobody set the ${titleOf(attribute)}.`)
    personAttributes.end(tx, identity, attribute, at)
    if (value === null) takenBack[attribute] = current?.instead_of ?? ''
    else {
      personAttributes.set(tx, {
        identity_id: identity,
        attribute,
        from_at: at,
        value,
        instead_of: rosterValues.get(attribute)?.value ?? '',
        set_by: actor.name,
        by_script: actor.kind === 'token' ? 1 : 0,
        reason: change.reason,
      })
    }
  }
  return takenBack
}
