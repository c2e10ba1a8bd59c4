import {
  createField,
  getField,
  listFields,
  removeField,
  updateField,
} from '../../domain/catalogue/request-fields.service.ts'
import { type FieldDefinition, type InputType, inputTypes } from '../../domain/catalogue/request-fields.ts'
import { foldSearch } from '../../domain/shared/fold.ts'
import type { Reader } from '../../storage/open.ts'
import { forEach, idsIn } from './bulk.ts'
import { asObject, Fields } from './crest/body.ts'
import { pageOf } from './crest/envelope.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call, Operation } from './operation.ts'
import { requestField } from './wire/entry.ts'

const db = ({ services }: Call): Reader => services.env.store.reader

function readField(call: Call): FieldDefinition {
  const fields = new Fields(asObject(call.body))
  const inputType = fields.text('inputType')
  const definition = {
    name: fields.text('name'),
    description: fields.textOr('description', ''),
    inputType: inputTypes.find((candidate): candidate is InputType => candidate === inputType.toLowerCase()) ?? 'text',
    inputOptions: fields.texts('inputOptions', false),
    objectType: fields.textOr('objectType', null),
    required: fields.flag('required', false),
  }
  if (inputType !== '' && !inputTypes.some((candidate) => candidate === inputType.toLowerCase()))
    fields.wrong('inputType', `must be one of ${inputTypes.join(', ')}`)
  fields.check()
  return definition
}

/** What is asked of those who make a request. */
export const requestFieldOperations: readonly Operation[] = [
  {
    entries: [13],
    method: 'GET',
    path: 'access-request/requestFields',
    access: 'anybody',
    handle(call) {
      const words = foldSearch(call.query.own('q') ?? '')
      const name = call.query.own('name')
      const all = listFields(db(call))
        .filter((field) => name === null || field.name === name)
        .filter((field) => foldSearch(`${field.name}\n${field.description}`).includes(words))
      return { list: pageOf(all.map(requestField), call.query) }
    },
  },
  {
    entries: [14, 15],
    method: 'POST',
    path: 'access-request/requestFields',
    access: ['arAdmin'],
    needsBody: true,
    handle: (call) => ({
      status: 201,
      body: requestField(createField(call.services.env, call.participant, readField(call))),
    }),
  },
  {
    entries: [17],
    method: 'POST',
    path: 'access-request/requestFields',
    action: ['delete'],
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const ids = idsIn(call.body, 'fieldIds')
      return { body: forEach(call, ids, (id) => void removeField(call.services.env, call.participant, id)) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'access-request/requestFields/:id',
    access: 'anybody',
    handle: (call) => ({ body: requestField(getField(db(call), call.params['id'] ?? '')) }),
  },
  {
    entries: [16],
    method: 'POST',
    path: 'access-request/requestFields/:id',
    action: ['update'],
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const id = call.params['id'] ?? ''
      getField(db(call), id)
      const revision = revisionFromIfMatch(call.headers, asObject(call.body)['_rev'])
      return {
        body: requestField(
          updateField(call.services.env, call.participant, { key: id, revision, input: readField(call) }),
        ),
      }
    },
  },
]
