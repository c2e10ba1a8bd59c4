import { entriesAfter, lengthOfLog } from '../audit/audit.service.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Environment } from '../shared/environment.ts'
import { instant } from '../shared/instant.ts'
import type { Reader, Writer } from '../../storage/open.ts'
import { accessRequestEvents, eventsBetween } from './access-request-events.ts'
import { changedItems } from './changed-items.store.ts'
import { cursor } from './cursor.store.ts'
import { deliveries } from './deliveries.store.ts'
import { tells } from './topics.ts'
import type { Webhook } from './webhook.ts'
import { webhooks } from './webhooks.store.ts'

/** How an access request is told, in the words of the API whose scripts receive it. */
export interface Telling {
  /** The whole access request, given the GUID of the item. */
  describe(db: Reader, item: string, at: number): Json
  /** Where a receiver answers a delivery; null when nothing listens. */
  callback(item: string, delivery: string): string | null
}

/** Few enough that a transaction takes some milliseconds. */
const itemsAtOnce = 20
const entriesAtOnce = 200

/** Whether anything happened that webhooks have not been told. */
export const hasNews = (db: Reader): boolean =>
  webhooks.list(db).length > 0 && (changedItems.isAny(db) || cursor.get(db) < lengthOfLog(db))

/**
 * Makes the deliveries of what happened, some of it: in one transaction with how far that is, so that a program that is
 * killed tells everything once.
 * @returns whether there is more
 */
export function followChanges(env: Environment, telling: Telling): boolean {
  if (!hasNews(env.store.reader)) return false
  return env.store.transact((tx) => {
    const listening = webhooks.list(tx).filter(({ state }) => state !== 'stopped')
    followItems(env, tx, listening, telling)
    followLog(env, tx, listening)
    return hasNews(tx)
  })
}

function followItems(env: Environment, tx: Writer, listening: readonly Webhook[], telling: Telling): void {
  for (const id of changedItems.next(tx, itemsAtOnce)) {
    changedItems.done(tx, id)
    const now = changedItems.now(tx, id)
    if (now === undefined) continue
    const events = eventsBetween(changedItems.told(tx, id) ?? null, now)
    changedItems.remember(tx, id, now)
    const to = listening.filter(
      ({ topics, application }) =>
        topics.includes('access-requests') && (application === null || application === now.application),
    )
    if (events.length === 0 || to.length === 0) continue
    const at = env.clock()
    const request = telling.describe(tx, now.guid, at)
    for (const event of events)
      for (const webhook of to) {
        const guid = env.newId()
        const callback = telling.callback(now.guid, guid)
        const told = { ...accessRequestEvents[event], request }
        const body = JSON.stringify({ id: guid, createdDate: instant(at), callback, event: told })
        deliveries.insert(tx, { guid, webhook: webhook.id, event: told.name, item: id, body, at })
      }
  }
}

/** As Standard Webhooks advises: what happened and to what, thin. Whoever wants more asks for it. */
function followLog(env: Environment, tx: Writer, listening: readonly Webhook[]): void {
  const entries = entriesAfter(tx, cursor.get(tx), entriesAtOnce)
  for (const { seq, at: timestamp, action, object } of entries) {
    const body = JSON.stringify({ type: action, timestamp, data: { sequence: seq, object } })
    for (const webhook of listening)
      if (tells(webhook.topics, action))
        deliveries.insert(tx, {
          guid: env.newId(),
          webhook: webhook.id,
          event: action,
          item: null,
          body,
          at: env.clock(),
        })
  }
  const last = entries.at(-1)
  if (last !== undefined) cursor.set(tx, last.seq)
}
