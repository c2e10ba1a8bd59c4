import type { Json } from '../../domain/shared/canonical-json.ts'
import { plainText } from '../../domain/shared/plain-text.ts'
import type {
  CreateRequestInput,
  CreateItemInput,
} from '../../domain/access-requests/submission/create-input.service.ts'
import { fileIn } from '../../domain/catalogue/request-fields.ts'
import { asObject, Fields, isObject } from './crest/body.ts'
import { placeIn } from './domain-error.ts'

/** Of one item. No item has more fields. */
const mostAnswers = 100
/** As `/v1` takes them: a text, and a list of choices. */
const longest = { text: 20_000, list: 60_000 }

/** A file is judged by its bytes, as what it is attached to. */
function validateLength(answer: Json, fieldPath: string, fields: Fields): void {
  const file = fileIn(answer)
  if (file) fields.short(`${fieldPath}.fileType`, file.fileType, 200)
  else if (typeof answer === 'string') fields.short(fieldPath, answer, longest.text)
  else fields.short(fieldPath, JSON.stringify(answer), longest.list)
}

/** Answers come as `{name: value}` or as `[{name, value}]`; anything else is reported to `fields`. */
export function readAnswers(
  value: Json | undefined,
  fieldPath: string,
  fields: Fields,
): { readonly [name: string]: Json } {
  if (value === undefined || value === null) return {}
  const answers = isObject(value) ? value : namedIn(value, fieldPath, fields)
  const answerEntries = Object.entries(answers)
  if (answerEntries.length > mostAnswers) fields.wrong(fieldPath, `must be at most ${mostAnswers} answers`)
  else
    for (const [name, answer] of answerEntries)
      validateLength(answer, [fieldPath, ...placeIn(value, [name])].join('.'), fields)
  return answers
}

function namedIn(value: Json, fieldPath: string, fields: Fields): { readonly [name: string]: Json } {
  const namedValues = Array.isArray(value)
    ? value.filter((element) => isObject(element) && typeof element['name'] === 'string')
    : []
  if (!Array.isArray(value) || namedValues.length < value.length)
    fields.wrong(fieldPath, 'must be an object, or an array of {name, value}')
  return Object.fromEntries(
    namedValues.filter(isObject).map(({ name, value: answer = null }) => [plainText(name), answer]),
  )
}

/** Without its zone a time would mean another one on each machine. */
const written = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/i

function readEnd(value: Json | undefined, fieldPath: string, fields: Fields): number | null {
  if (value === undefined || value === null || value === '') return null
  const at = typeof value === 'string' && written.test(value) ? Date.parse(value) : Number.NaN
  if (!Number.isNaN(at)) return at
  fields.wrong(fieldPath, 'must be a day, as 2026-12-31, or a time with its zone, as 2026-12-31T17:00:00Z')
  return null
}

/** Reads what entries 29 and 30 ask for. @throws CrestError 400 that names every field that is wrong */
export function readRequestInput(body: Json): CreateRequestInput {
  const fields = new Fields(asObject(body))
  const people = fields.texts('userIds', true)
  const comment = fields.textOr('comment', '')
  const itemBodies = fields.objects('items')
  if (itemBodies.length === 0) fields.wrong('items', 'must be a non-empty array of objects')
  const items = itemBodies.map((itemBody, i): CreateItemInput => {
    const inner = new Fields(itemBody)
    const itemId = inner.text('itemId')
    const type = itemBody['requestType'] ?? 'add'
    if (type !== 'add' && type !== 'remove') fields.wrong(`items.${i}.requestType`, 'must be add or remove')
    if (itemId === '') fields.wrong(`items.${i}.itemId`, 'is required')
    return {
      itemId,
      action: type === 'remove' ? 'remove' : 'add',
      fields: readAnswers(itemBody['fields'], `items.${i}.fields`, fields),
      endsAt: readEnd(itemBody['endDate'], `items.${i}.endDate`, fields),
    }
  })
  fields.check()
  return { people, items, comment }
}
