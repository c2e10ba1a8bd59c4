import type { Writer } from '../../storage/open.ts'
import type { Environment } from '../shared/environment.ts'
import { entries } from './catalogue.store.ts'
import { type Entry, entryOf } from './catalogue.service.ts'
import { type EntryBody, naturalKeyOf } from './entry.ts'

/**
 * The entry of an application as a whole, which the items of personnel events are about: class `system` of the glossary. It
 * may have been there before, from a script, with a provisioner of its own.
 * @param by who brings it about
 */
export function entryOfApplication(env: Environment, tx: Writer, name: string, by: string): Entry {
  const body: EntryBody = { name, displayName: name }
  const naturalKey = naturalKeyOf('system', body)
  const existing = entries.byKey(tx, 'system', naturalKey)
  if (existing) return entryOf(tx, existing.id)
  const guid = env.newId()
  const id = entries.insert(tx, {
    guid,
    idmId: guid,
    class: 'system',
    naturalKey,
    body: JSON.stringify(body),
    displayName: name,
    requestable: 0,
    riskLevel: null,
    objectId: null,
    entitlement: null,
    at: env.clock(),
    by,
  })
  return entryOf(tx, id)
}
