import type { AuditVerification } from '../../../contract/audit.ts'
import type { Backup, BackupList } from '../../../contract/backups.ts'
import type { ChangeFolder, Folder, NewFolder } from '../../../contract/folder.ts'
import type { WebhookAttempt } from '../../../contract/webhooks.ts'
import type { OpenedSample, SampleStatus } from '../../../contract/sample.ts'
import type { Giver } from '../../domain/authorization/giving.ts'
import type { Actor } from '../../domain/shared/actor.ts'
import type { KeptCheckpoint } from '../../domain/audit/claims.ts'
import type { Imports } from '../../domain/imports/imports.service.ts'
import type { Inspection } from '../../domain/imports/intake/inspection.service.ts'
import type { Intake } from '../../domain/imports/intake/intake.service.ts'
import type { SecretStore } from '../../domain/settings/mail-settings.service.ts'
import type { SendOutcome } from '../../domain/notifications/sending.service.ts'
import type { Scans } from '../../domain/policies/scans/scans.ts'
import type { IdempotencyKeys } from '../../domain/idempotency/idempotency-keys.service.ts'
import type { ScheduledImports } from '../../domain/imports/intake/scheduled-imports.service.ts'
import type { ApiStaging } from '../../domain/imports/intake/api-staging.service.ts'
import type { PrivateBytes } from '../../domain/shared/private-file.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import type { Access } from '../../domain/sign-in/access.service.ts'
import type { Authorship, Channel } from '../../domain/authorization/caller.ts'
import type { WebhookSecrets } from '../../domain/webhooks/secrets.ts'
import type { Webhook } from '../../domain/webhooks/webhook.ts'
import type { EventStream } from './event-stream.ts'
import type { SealedCursors } from './sealed-cursors.ts'

/** Bytes that were received and are not stored yet. */
export interface ReceivedDraft extends PrivateBytes {
  save(): Promise<void>
  discard(): Promise<void>
}

/** The sample workspace, as far as the workspace beside it has to do with it. */
export interface SampleService {
  status(): SampleStatus
  /** @throws DomainError `conflict` */
  open(channel: Channel): Promise<OpenedSample>
  /** @throws DomainError `not-found`, `conflict` */
  remove(): Promise<void>
}

/** What route handlers are given; the host makes it. */
export interface Services {
  /** What sends the outbox, and where its password is kept. */
  readonly mail: { readonly secretStore: SecretStore; test(to: string): Promise<SendOutcome> }
  /** What sends to webhooks, and where their secrets are kept. */
  readonly webhooks: { readonly secrets: WebhookSecrets; test(webhook: Webhook): Promise<WebhookAttempt> }
  readonly env: Environment
  readonly access: Access
  readonly imports: Imports
  readonly intake: Intake
  readonly inspection: Inspection
  readonly scheduled: ScheduledImports
  readonly events: EventStream
  readonly scans: Scans
  readonly sample: SampleService
  readonly backups: {
    list(): BackupList
    make(actor: Actor): Promise<Backup>
  }
  readonly audit: {
    /** @param keptCheckpoints checkpoints that somebody kept elsewhere */
    verify(keptCheckpoints: readonly KeptCheckpoint[]): Promise<AuditVerification>
    /** @throws DomainError `step-up-needed` */
    export(by: Authorship): { entries: number; lines: Iterable<string> }
  }
  /** Streams bytes into the private intake folder, hashing them on the way. @throws DomainError when there are too many */
  readonly keepPrivately: (bytes: ReadableStream<Uint8Array>) => Promise<PrivateBytes>
  /** The same, but the caller decides later whether the bytes stay. @throws DomainError when there are too many */
  readonly draftPrivately: (bytes: AsyncIterable<Uint8Array>) => Promise<ReceivedDraft>
  readonly onRequest: ApiStaging
  readonly cursors: SealedCursors
  /** What was answered to requests that may come again. */
  readonly kept: IdempotencyKeys
  /** The watched folders. */
  readonly folders: {
    list(): Folder[]
    /** @throws DomainError `invalid`, `conflict`, `unavailable` */
    add(author: Giver, wanted: NewFolder): Promise<Folder>
    /** @throws DomainError `not-found`, `stale` */
    change(actor: Actor, id: string, revision: number, change: ChangeFolder): Promise<Folder>
    /** @throws DomainError `not-found`, `stale`, `conflict` */
    remove(actor: Actor, id: string, revision: number): Promise<void>
  }
}
