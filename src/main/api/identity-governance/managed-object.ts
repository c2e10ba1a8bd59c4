import type { Json } from '../../domain/shared/canonical-json.ts'
import type { Reader } from '../../storage/open.ts'
import { asObject, type JsonObject } from './crest/body.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call } from './operation.ts'

export const db = ({ services }: Call): Reader => services.env.store.reader
export const key = ({ params }: Call): string => params['id'] ?? ''

export const revOf = (call: Call): number | null =>
  revisionFromIfMatch(call.headers, (call.body as Record<string, Json>)['_rev'])
export const idIn = (body: JsonObject): string | null => {
  const id = body['_id']
  if (id === undefined || id === null || id === '') return null
  if (typeof id !== 'string' || id.includes('/')) throw new CrestError(400, '_id must be text without a slash.')
  return id
}
export const requireSameId = (call: Call): void => {
  const id = idIn(asObject(call.body))
  if (id !== null && id !== key(call)) throw new CrestError(400, `_id is ${id}, but the address names ${key(call)}.`)
}
