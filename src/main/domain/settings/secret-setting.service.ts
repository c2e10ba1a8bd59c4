import type { Writer } from '../../storage/open.ts'
import { settings } from './settings.store.ts'

/** A secret of this database, which is made once and never shown. */
export function secretSetting(tx: Writer, key: string, make: () => string): string {
  const stored = settings.get(tx, key)
  if (stored !== undefined) return stored
  const made = make()
  settings.set(tx, key, made)
  return made
}
