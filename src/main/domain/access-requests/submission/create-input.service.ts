import type { Reader } from '../../../storage/open.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { type Entry, findEntry, findItem } from '../../catalogue/catalogue.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import { validateAnswers } from '../../catalogue/request-fields.ts'
import { fieldsNamed } from '../../catalogue/request-fields.service.ts'
import { type FieldError, DomainError } from '../../shared/errors.ts'
import { shortPersonId } from '../../shared/object-ids.ts'
import { findIdentity } from '../../identities/references.service.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import { type Action, takesAway } from '../../catalogue/item-action.ts'
import { hasLeft } from '../workflow/has-left.ts'

export interface CreateItemInput {
  /** The id of an entry, of a bundle, or of the object behind an entry. */
  readonly itemId: string
  readonly action: Action
  readonly fields: { readonly [name: string]: Json }
  /** The last moment of access that is given for a time. */
  readonly endsAt?: number | null
}

export interface CreateRequestInput {
  /** Long or short ids of people. */
  readonly people: readonly string[]
  readonly items: readonly CreateItemInput[]
  readonly comment: string
}

/** An input with its people and items resolved. */
export interface ResolvedRequest {
  readonly people: readonly number[]
  readonly items: readonly { readonly entry: Entry; readonly input: CreateItemInput }[]
  readonly bundles: readonly string[]
}

const mostPeople = 500
const mostItems = 200
/** Of all people together. Each is a row with tasks and messages, made in one go while nobody else is answered: some 1.5 s. */
const mostInAll = 10_000

/**
 * Finds the people and items of an input, unpacks its bundles and judges the answers to the items' fields.
 * @param complete whether the answers matter: a check of policies needs none
 * @throws DomainError `not-found` when all that is wrong are unknown ids, else `invalid`, with everything at once
 */
export function resolveRequestInput(db: Reader, input: CreateRequestInput, complete = true): ResolvedRequest {
  const errors: FieldError[] = []
  const unknown: FieldError[] = []
  if (input.people.length === 0) errors.push({ field: 'people', message: 'must name at least one person' })
  if (input.people.length > mostPeople)
    errors.push({ field: 'people', message: `must name at most ${mostPeople} people` })
  if (input.items.length > mostItems) errors.push({ field: 'items', message: `must be at most ${mostItems} items` })
  // Thousands of names would be looked up while nobody else is answered.
  if (errors.length > 0) throw new DomainError('invalid', 'This request is not valid.', errors)
  if (input.items.length === 0) errors.push({ field: 'items', message: 'must name at least one item' })
  const gives = input.items.some(({ action }) => !takesAway(action))
  const people = input.people.flatMap((id, i) => {
    const identity = findIdentity(db, shortPersonId(id))
    if (!identity) unknown.push({ field: `people.${i}`, message: `there is no person ${id}` })
    else if (gives && hasLeft(db, identity.id))
      errors.push({ field: `people.${i}`, message: `${identity.name} has left: access can only be taken away` })
    return identity ? [identity.id] : []
  })
  const bundles: string[] = []
  const items = input.items.flatMap((item, i) => {
    const unpacked = unpack(db, item, bundles)
    if (unpacked.length === 0)
      unknown.push({ field: `items.${i}.itemId`, message: `${item.itemId} can’t be requested` })
    for (const { entry } of complete ? unpacked : [])
      errors.push(
        ...validateAnswers(
          fieldsNamed(db, rulesOf(entry.body).requestFields),
          item.fields,
          `items.${i}.fields`,
          (longId) => findPrincipal(db, longId) !== undefined,
        ),
      )
    return unpacked
  })
  const entriesSeen = new Set<number>()
  const once = items.filter(({ entry, input: itemInput }) => {
    // Two bundles may share an item; the same item asked for twice by name is a mistake.
    if (entriesSeen.has(entry.id) && !bundles.includes(itemInput.itemId))
      errors.push({ field: 'items', message: `names ${entry.displayName} twice` })
    const fresh = !entriesSeen.has(entry.id)
    entriesSeen.add(entry.id)
    return fresh
  })
  if (once.length > mostItems) errors.push({ field: 'items', message: `must be at most ${mostItems} items` })
  if (once.length * people.length > mostInAll)
    errors.push({ field: 'people', message: `must be fewer: at most ${mostInAll} items for all of them together` })
  if (new Set(people).size !== people.length) errors.push({ field: 'people', message: 'must not repeat a person' })
  if (errors.length > 0) throw new DomainError('invalid', 'This request is not valid.', [...unknown, ...errors])
  if (unknown.length > 0) throw new DomainError('not-found', unknown.map(({ message }) => message).join('; '), unknown)
  return { people, items: once, bundles }
}

function unpack(db: Reader, input: CreateItemInput, bundles: string[]): { entry: Entry; input: CreateItemInput }[] {
  const item = findItem(db, input.itemId)
  if (item) return [{ entry: item, input }]
  const bundle = findEntry(db, input.itemId)
  if (bundle?.class !== 'requestable-item-bundle') return []
  bundles.push(bundle.key)
  const contents = Array.isArray(bundle.body['itemIds']) ? bundle.body['itemIds'] : []
  return contents.flatMap((id) => {
    const entry = typeof id === 'string' ? findItem(db, id) : undefined
    return entry ? [{ entry, input }] : []
  })
}

/** Checks that ends are in the future and that removals have none. @throws DomainError `invalid` */
export function validateEndDates(items: readonly CreateItemInput[], now: number): void {
  const errors = items.flatMap(({ endsAt, action }, i): FieldError[] => {
    if (endsAt === undefined || endsAt === null) return []
    if (takesAway(action)) return [{ field: `items.${i}.endsAt`, message: 'means nothing for a removal' }]
    return endsAt > now ? [] : [{ field: `items.${i}.endsAt`, message: 'must be in the future' }]
  })
  if (errors.length > 0) throw new DomainError('invalid', 'This request is not valid.', errors)
}
