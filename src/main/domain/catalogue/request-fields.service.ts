import type { Reader, Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Json } from '../shared/canonical-json.ts'
import { differences } from '../audit/differences.ts'
import type { Environment } from '../shared/environment.ts'
import { notFound, DomainError } from '../shared/errors.ts'
import { requireRight, type Participant } from '../sign-in/participant.ts'
import { type FieldDefinition, validateDefinition } from './request-fields.ts'
import { type FieldColumns, fields, type StoredField } from './request-fields.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/** A field that is there. */
export interface RequestField extends FieldDefinition {
  readonly key: string
  readonly revision: number
}

const read = (row: StoredField): RequestField => ({
  key: row.guid,
  revision: row.revision,
  name: row.name,
  description: row.description,
  inputType: row.input_type,
  inputOptions: JSON.parse(row.input_options) as string[],
  objectType: row.object_type,
  required: row.required === 1,
})

export const listFields = (db: Reader): RequestField[] => fields.all(db).map(read)

/** The fields of an item in the order of its form. A name whose field is gone is passed over. */
export const fieldsNamed = (db: Reader, names: readonly string[]): RequestField[] =>
  names.flatMap((name) => {
    const row = fields.byName(db, name)
    return row ? [read(row)] : []
  })

/** @throws Refusal `not found` */
export const getField = (db: Reader, key: string): RequestField => read(found(db, key))

/** @throws Refusal `forbidden`, `invalid`, `conflict` when the name is taken */
export function createField(env: Environment, who: Participant, wish: FieldDefinition): RequestField {
  requireRight(who, 'requests:manage')
  return env.store.transact((tx) => {
    const columns = judged(tx, wish, null)
    const guid = env.newId()
    const at = env.clock()
    fields.insert(tx, guid, at, columns)
    auditField(tx, at, who, { what: 'created', id: guid, name: wish.name })
    return read(found(tx, guid))
  })
}

/** @throws Refusal `forbidden`, `not found`, `stale`, `invalid`, `conflict` */
export function updateField(
  env: Environment,
  who: Participant,
  {
    key,
    revision,
    input: wish,
  }: { readonly key: string; readonly revision: number | null; readonly input: FieldDefinition },
): RequestField {
  requireRight(who, 'requests:manage')
  return env.store.transact((tx) => {
    const field = found(tx, key)
    expectRevision(field.revision, revision)
    const at = env.clock()
    fields.update(tx, field.id, at, judged(tx, wish, field.id))
    const [before, after] = [read(field), read(found(tx, key))]
    auditField(tx, at, who, {
      what: 'changed',
      id: key,
      name: wish.name,
      details: { changed: differences(defined(before), defined(after)) },
    })
    return after
  })
}

/** Takes a field out of use: requests keep what was answered, items pass over its name. @throws Refusal `forbidden`, `not found` */
export function removeField(
  env: Environment,
  who: Participant,
  key: string,
  revision: number | null = null,
): RequestField {
  requireRight(who, 'requests:manage')
  return env.store.transact((tx) => {
    const field = found(tx, key)
    expectRevision(field.revision, revision)
    const at = env.clock()
    fields.remove(tx, field.id, at)
    auditField(tx, at, who, { what: 'removed', id: key, name: field.name })
    return read(field)
  })
}

function judged(db: Reader, wish: FieldDefinition, self: number | null): FieldColumns {
  const errors = validateDefinition(wish)
  if (errors.length > 0) throw new DomainError('invalid', 'This field will not do.', errors)
  const twin = fields.byName(db, wish.name)
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is a field ${wish.name} already.`)
  return {
    name: wish.name,
    description: wish.description,
    inputType: wish.inputType,
    inputOptions: JSON.stringify(wish.inputOptions),
    objectType: wish.objectType,
    required: wish.required ? 1 : 0,
  }
}

function found(db: Reader, key: string): StoredField {
  const row = fields.get(db, key)
  if (!row) throw notFound('request-field')
  return row
}

const defined = ({ name, description, inputType, inputOptions, objectType, required }: FieldDefinition) => ({
  name,
  description,
  inputType,
  inputOptions: [...inputOptions],
  objectType,
  required,
})

const auditField = (
  tx: Writer,
  at: number,
  { actor }: Participant,
  {
    what,
    id,
    name,
    details = {},
  }: {
    readonly what: string
    readonly id: string
    readonly name: string
    readonly details?: { readonly [name: string]: Json }
  },
) =>
  recordAudit(tx, at, actor, { action: `request-field.${what}`, object: { type: 'request-field', id, name }, details })
