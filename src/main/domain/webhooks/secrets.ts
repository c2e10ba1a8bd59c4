import { z } from 'zod'
import type { SecretStore } from '../settings/mail-settings.service.ts'

/** Where the secret of each webhook is kept outside the database, by the webhook’s GUID. */
export type WebhookSecrets = (guid: string) => SecretStore

const kept = z.object({ current: z.string(), previous: z.string().nullable(), previousUntil: z.number() })
/** The secret that signs, and the one before it, which signs too until a moment. */
type Kept = z.infer<typeof kept>

/** As Standard Webhooks writes one: 32 bytes that nobody can guess. */
export const newSecret = (randomBytes: (count: number) => Buffer): string =>
  `whsec_${randomBytes(32).toString('base64')}`

function readKept(store: SecretStore): Kept | null {
  const text = store.read()
  if (text === null) return null
  const read = kept.safeParse(JSON.parse(text))
  return read.success ? read.data : null
}

/** Keeps a new secret; the one before signs on until a moment. @returns whether it is kept */
export function keepSecret(store: SecretStore, secret: string, previousUntil: number): boolean {
  const before = readKept(store)
  const next: Kept = { current: secret, previous: before?.current ?? null, previousUntil }
  return store.keep(JSON.stringify(next))
}

/** The secrets that sign now, the newest first; none when they can't be read. */
export function secretsInForce(store: SecretStore, now: number): string[] {
  const read = readKept(store)
  if (read === null) return []
  return read.previous !== null && now < read.previousUntil ? [read.current, read.previous] : [read.current]
}
