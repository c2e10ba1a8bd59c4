import type { Json } from '../../domain/audit/canonical.ts'
import type { Wish, WishedItem } from '../../domain/requests/wish.service.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest } from './crest/error.ts'

/** Answers to fields come as `{name: value}` or as `[{name, value}]`. */
export function readAnswers(value: Json | undefined, place: string): { readonly [name: string]: Json } {
  if (value === undefined || value === null) return {}
  if (!Array.isArray(value)) return asObject(value)
  return Object.fromEntries(
    value.map((one) => {
      const { name, value: answer = null } = asObject(one)
      if (typeof name !== 'string') throw badRequest(`${place} must be an object, or an array of {name, value}.`)
      return [name, answer] as const
    }),
  )
}

function readEnd(value: Json | undefined, place: string): number | null {
  if (value === undefined || value === null || value === '') return null
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw badRequest(`${place} must be a time as 2026-12-31T00:00:00.000Z.`)
  return at
}

/** Reads what entries 29 and 30 ask for. @throws CrestError 400 that names every field that is wrong */
export function readWish(body: Json): Wish {
  const fields = new Fields(asObject(body))
  const userIds = fields.texts('userIds', true)
  const comment = fields.textOr('comment', '')
  const items = fields.objects('items').map((one, i): WishedItem => {
    const inner = new Fields(one)
    const itemId = inner.text('itemId')
    const type = one['requestType'] ?? 'add'
    if (type !== 'add' && type !== 'remove') fields.wrong(`items.${i}.requestType`, 'must be add or remove')
    if (itemId === '') fields.wrong(`items.${i}.itemId`, 'is required')
    return {
      itemId,
      action: type === 'remove' ? 'remove' : 'add',
      fields: readAnswers(one['fields'], `items.${i}.fields`),
      endsAt: readEnd(one['endDate'], `items.${i}.endDate`),
    }
  })
  fields.check()
  return { userIds, items, comment }
}
