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

/** @throws DomainError `not-found` */
export const getField = (db: Reader, key: string): RequestField => read(getRow(db, key))

/** @throws DomainError `forbidden`, `invalid`, `conflict` when the name is taken */
export function createField(env: Environment, participant: Participant, input: FieldDefinition): RequestField {
  requireRight(participant, 'requests:manage')
  return env.store.transact((tx) => {
    const columns = validated(tx, input, null)
    const guid = env.newId()
    const at = env.clock()
    fields.insert(tx, guid, at, columns)
    auditField(tx, at, participant, { what: 'created', id: guid, name: input.name })
    return read(getRow(tx, guid))
  })
}

/** @throws DomainError `forbidden`, `not-found`, `stale`, `invalid`, `conflict` */
export function updateField(
  env: Environment,
  participant: Participant,
  { key, revision, input }: { readonly key: string; readonly revision: number | null; readonly input: FieldDefinition },
): RequestField {
  requireRight(participant, 'requests:manage')
  return env.store.transact((tx) => {
    const field = getRow(tx, key)
    expectRevision(field.revision, revision)
    const at = env.clock()
    fields.update(tx, field.id, at, validated(tx, input, field.id))
    const [before, after] = [read(field), read(getRow(tx, key))]
    auditField(tx, at, participant, {
      what: 'changed',
      id: key,
      name: input.name,
      details: { changed: differences(defined(before), defined(after)) },
    })
    return after
  })
}

/** Takes a field out of use: requests keep what was answered, items pass over its name. @throws DomainError `forbidden`, `not-found` */
export function removeField(
  env: Environment,
  participant: Participant,
  key: string,
  revision: number | null = null,
): RequestField {
  requireRight(participant, 'requests:manage')
  return env.store.transact((tx) => {
    const field = getRow(tx, key)
    expectRevision(field.revision, revision)
    const at = env.clock()
    fields.remove(tx, field.id, at)
    auditField(tx, at, participant, { what: 'removed', id: key, name: field.name })
    return read(field)
  })
}

function validated(db: Reader, input: FieldDefinition, self: number | null): FieldColumns {
  const errors = validateDefinition(input)
  if (errors.length > 0) throw new DomainError('invalid', 'This field is not valid.', errors)
  const twin = fields.byName(db, input.name)
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is a field ${input.name} already.`)
  return {
    name: input.name,
    description: input.description,
    inputType: input.inputType,
    inputOptions: JSON.stringify(input.inputOptions),
    objectType: input.objectType,
    required: input.required ? 1 : 0,
  }
}

function getRow(db: Reader, key: string): StoredField {
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
