import { z } from 'zod'
import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { requireRight, type Participant } from '../sign-in/participant.ts'
import { settings } from './settings.store.ts'

/** The scan that follows imports, and how long owners have for what any scan finds that says nothing itself. */
export const ScanSettings = z.strictObject({
  afterImports: z.boolean().default(true),
  /** Null sets no day. */
  expirationDays: z.number().int().min(1).max(3650).nullable().default(30),
})
export type ScanSettings = z.infer<typeof ScanSettings>

const key = 'policy-scans'
const stored = z.object({ revision: z.number().int(), values: ScanSettings })

export function scanSettings(db: Reader): ScanSettings & { readonly revision: number } {
  const text = settings.get(db, key)
  if (text === undefined) return { ...ScanSettings.parse({}), revision: 0 }
  const { revision, values } = stored.parse(JSON.parse(text))
  return { ...values, revision }
}

/** @param seen the revision that the caller saw; null makes no check. @throws DomainError `forbidden`, `stale`, `invalid` */
export function changeScanSettings(
  env: Environment,
  participant: Participant,
  seen: number | null,
  change: Partial<ScanSettings>,
): ScanSettings & { readonly revision: number } {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const { revision, ...before } = scanSettings(tx)
    expectRevision(revision, seen)
    const values = ScanSettings.parse({ ...before, ...change })
    settings.set(tx, key, JSON.stringify({ revision: revision + 1, values }))
    recordAudit(tx, env.clock(), participant.actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { ...values },
    })
    return { ...values, revision: revision + 1 }
  })
}
