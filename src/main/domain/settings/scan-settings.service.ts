import { z } from 'zod'
import type { Reader } from '../../storage/open.ts'
import { record } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { Refusal } from '../shared/errors.ts'
import { mustHave, type Participant } from '../sign-in/participant.ts'
import { settings } from './settings.store.ts'

/** The scan that follows imports, and how long owners have for what any scan finds that says nothing itself. */
const ScanHabits = z.strictObject({
  afterImports: z.boolean().default(true),
  /** Null sets no day. */
  expirationDays: z.number().int().min(1).max(3650).nullable().default(30),
})
export type ScanHabits = z.infer<typeof ScanHabits>

const key = 'policy scans'
const stored = z.object({ revision: z.number().int(), values: ScanHabits })

export function scanHabits(db: Reader): ScanHabits & { readonly revision: number } {
  const text = settings.get(db, key)
  if (text === undefined) return { ...ScanHabits.parse({}), revision: 0 }
  const { revision, values } = stored.parse(JSON.parse(text))
  return { ...values, revision }
}

/** @param seen the revision that the caller saw; null makes no check. @throws Refusal `forbidden`, `stale`, `invalid` */
export function changeScanHabits(
  env: Environment,
  who: Participant,
  seen: number | null,
  change: Partial<ScanHabits>,
): ScanHabits & { readonly revision: number } {
  mustHave(who, 'policies:manage')
  return env.store.transact((tx) => {
    const { revision, ...before } = scanHabits(tx)
    if (seen !== null && seen !== revision)
      throw new Refusal('stale', 'Somebody else changed how scans run. Look again.')
    const values = ScanHabits.parse({ ...before, ...change })
    settings.set(tx, key, JSON.stringify({ revision: revision + 1, values }))
    record(tx, env.clock(), who.actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { ...values },
    })
    return { ...values, revision: revision + 1 }
  })
}
