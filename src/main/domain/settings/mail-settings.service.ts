import type { MailSettings, CurrentMailSettings, WriteMailSettings } from '../../../contract/mail.ts'
import type { Reader } from '../../storage/open.ts'
import type { Actor } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { settings } from './settings.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/** Where one secret is kept outside the database: encrypted by the system's key store, or nowhere. */
export interface SecretStore {
  /** Whether a secret would be kept at all. */
  isReal(): boolean
  /** Returns false when there is no key store; then nothing is stored. */
  keep(secret: string): boolean
  read(): string | null
  forget(): void
}

/** Where there is no key store: in a program without a window. */
export const noSecretStore: SecretStore = {
  isReal: () => false,
  keep: () => false,
  read: () => null,
  forget: () => undefined,
}

interface StoredMailSettings extends MailSettings {
  readonly revision: number
  /** Messages from before this moment are not sent. */
  readonly since: number
}

const key = 'mail'
const off: StoredMailSettings = {
  enabled: false,
  host: '',
  port: 587,
  security: 'starttls',
  username: '',
  from: '',
  revision: 0,
  since: 0,
}

export function mailSettings(db: Reader): StoredMailSettings {
  const text = settings.get(db, key)
  return text === undefined ? off : (JSON.parse(text) as StoredMailSettings)
}

export function viewMailSettings(db: Reader, keeper: SecretStore): CurrentMailSettings {
  const { since: _, ...shown } = mailSettings(db)
  return { ...shown, hasPassword: keeper.read() !== null, canKeepPassword: keeper.isReal() }
}

const isThisComputer = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host.toLowerCase())

/**
 * Says how messages are sent. The password never enters the database.
 * @throws DomainError `forbidden` in the sample workspace, `stale`, or `invalid` where a password can't be kept or would travel in the open
 */
export function changeMailSettings(
  env: Environment,
  actor: Actor,
  keeper: SecretStore,
  { revision, input: { password, ...input } }: { readonly revision: number; readonly input: WriteMailSettings },
): CurrentMailSettings {
  env.outside.require('configure-mail')
  if (typeof password === 'string' && !keeper.isReal()) throw refusedPassword(noStore)
  const hasPassword = password === undefined ? keeper.read() !== null : password !== null
  if (hasPassword && input.security === 'none' && !isThisComputer(input.host))
    throw refusedPassword('would be sent unencrypted: choose TLS or STARTTLS')
  env.store.transact((tx) => {
    const standing = mailSettings(tx)
    expectRevision(standing.revision, revision)
    const at = env.clock()
    const since = input.enabled && !standing.enabled ? at : standing.since
    settings.set(tx, key, JSON.stringify({ ...input, revision: revision + 1, since }))
    recordAudit(tx, at, actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { enabled: input.enabled, host: input.host, password: password === undefined ? 'kept' : 'changed' },
    })
    // Last, so that a refusal above leaves the one that stands; a failure here undoes the rest.
    if (password === null) keeper.forget()
    else if (password !== undefined && !keeper.keep(password)) throw refusedPassword(noStore)
  })
  return viewMailSettings(env.store.reader, keeper)
}

const noStore =
  'can’t be kept: this program has no key store of the system behind it. Use a server that asks for none, or the desktop program'

const refusedPassword = (why: string) =>
  new DomainError('invalid', `The password ${why}.`, [{ field: 'password', message: why }])
