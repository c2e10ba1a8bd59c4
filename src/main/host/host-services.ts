import { randomBytes } from 'node:crypto'
import type { EventStream } from '../api/http/event-stream.ts'
import { sealedCursors } from '../api/http/sealed-cursors.ts'
import type { SampleService, Services } from '../api/http/services.ts'
import type { AuditTrail } from '../data-dir/audit-trail.ts'
import type { Backups } from '../data-dir/backups.ts'
import { IdempotencyKeys } from '../domain/idempotency/idempotency-keys.service.ts'
import { ApiStaging } from '../domain/imports/intake/api-staging.service.ts'
import { secretSetting } from '../domain/settings/secret-setting.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { DomainError } from '../domain/shared/errors.ts'
import type { Access } from '../domain/sign-in/access.service.ts'
import { TooLarge, Unreadable } from '../watcher/private-copy.ts'
import type { Background } from './background/start-background.ts'
import type { Importing } from './importing.ts'

const noSample: SampleService = {
  status: () => ({ state: 'unavailable', dataDir: null }),
  open: () => Promise.reject(new DomainError('unavailable', 'The sample workspace can’t be opened from here.')),
  remove: () => Promise.reject(new DomainError('unavailable', 'The sample workspace can’t be removed from here.')),
}

/** @throws DomainError `invalid` in place of TooLarge and Unreadable */
function refuseUnfit(error: unknown): never {
  throw error instanceof TooLarge || error instanceof Unreadable ? new DomainError('invalid', error.message) : error
}

interface ServicesInput {
  readonly env: Environment
  readonly events: EventStream
  readonly access: Access
  readonly audit: AuditTrail
  readonly backups: Backups
  readonly importing: Importing
  readonly background: Background
  readonly sample: SampleService | undefined
}

/** What the handlers of the three APIs are given. */
export function createServices(input: ServicesInput): Services {
  const { env, events, access, audit, backups, importing, background, sample } = input
  const { keep, imports, intake, inspection } = importing
  const { folders, mail, secretStore, webhooks, webhookSecrets, scheduled, scans } = background
  const { watching } = folders
  const cursorKey = env.store.transact((tx) => secretSetting(tx, 'cursor-key', () => randomBytes(32).toString('hex')))
  const withFolder: ConstructorParameters<typeof ApiStaging>[0]['withFolder'] = watching
    ? (work) => watching.useExclusively(work)
    : null
  return {
    env,
    mail: { secretStore, test: (to) => mail.test(to) },
    webhooks: { secrets: webhookSecrets, test: (webhook) => webhooks.test(webhook) },
    access,
    imports,
    intake,
    scheduled,
    inspection,
    events,
    scans: scans.scans,
    audit,
    backups,
    sample: sample ?? noSample,
    cursors: sealedCursors(cursorKey),
    kept: new IdempotencyKeys(env),
    onRequest: new ApiStaging({ env, imports, emit: events.emit, withFolder }),
    keepPrivately: (bytes) => keep.save(bytes).catch(refuseUnfit),
    draftPrivately: async (bytes) => {
      const draft = await keep.draft(bytes).catch(refuseUnfit)
      return { ...draft, save: () => draft.save().catch(refuseUnfit) }
    },
    folders,
  }
}
