import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../audit/canonical.ts'
import { Refusal } from '../errors.ts'
import type { Participant } from '../roles/participant.ts'
import { isPartyTo, type Outcome, type RequestItem, type RequestStatus } from './request.ts'

/** One thing that a write by hand changes, in words for the audit log. */
export interface Changed {
  readonly what: string
  readonly from: string
  readonly to: string
}

/** What is said of an item; what is absent stays. */
export interface ItemWrite {
  /** All of its fields, as they will stand. */
  readonly fields?: { readonly [name: string]: Json } | undefined
  readonly timesApproved?: number | undefined
  readonly outcome?: Outcome | null | undefined
}

export const ownRequest = () =>
  new Refusal('forbidden', 'Nobody decides on a request that they made or that is for them.')

/** @throws Refusal `forbidden` for who made the request or whom it is for */
export function mustNotBeParty(request: Parameters<typeof isPartyTo>[0], { identity }: Participant): void {
  if (isPartyTo(request, identity)) throw ownRequest()
}

const longest = 100

/** Short, and whole characters only: the log takes no half of one. */
function short(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
  const letters = Array.from(text.toWellFormed())
  return letters.length > longest ? `${letters.slice(0, longest).join('')}…` : letters.join('')
}

/** Names what changes from one value to another; nothing when they are the same. */
export const changed = (what: string, from: Json | undefined, to: Json | undefined): Changed[] =>
  isDeepStrictEqual(from, to) ? [] : [{ what: short(what), from: short(from), to: short(to) }]

/** What a write would change of an item, field by field. */
export function changedInItem(item: ItemWrite & Pick<RequestItem, 'fields'>, write: ItemWrite): Changed[] {
  const { fields = item.fields, timesApproved = item.timesApproved, outcome = item.outcome } = write
  const names = new Set([...Object.keys(item.fields), ...Object.keys(fields)])
  return [
    ...[...names].flatMap((name) => changed(`fields.${name}`, own(item.fields, name), own(fields, name))),
    ...changed('timesApproved', item.timesApproved, timesApproved),
    ...changed('outcome', item.outcome ?? undefined, outcome ?? undefined),
  ]
}

/** Whether nothing is done but what who asked may do too: end it without access. */
export const onlyCancels = (changes: readonly Changed[]): boolean =>
  changes.every(
    ({ what, from, to }) =>
      to === 'cancelled' &&
      (what === 'outcome' || (what === 'status' && from === ('in-progress' satisfies RequestStatus))),
  )

const own = (fields: { readonly [name: string]: Json }, name: string): Json | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined
