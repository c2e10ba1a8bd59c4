import type { HostEvent } from '../../contract/events.ts'
import type { Caller } from '../api/http/caller.ts'
import type { SampleService } from '../api/http/services.ts'
import type { RefusalNote } from '../domain/audit/notes.service.ts'
import type { Channel } from '../domain/authorization/caller.ts'
import type { SecretStore } from '../domain/settings/mail-settings.service.ts'
import type { WebhookSecrets } from '../domain/webhooks/secrets.ts'
import type { Writer } from '../storage/open.ts'

export interface HostConfig {
  /** Holds the database and everything private; created when missing. */
  readonly dataDir: string
  /** The watched folders that this start names, beside those of the settings; null watches none at all. */
  readonly importsDir: string | readonly string[] | null
  /** The import worker's file: the entry knows where it is. */
  readonly worker: URL
  /** The sample workspace beside this one; where none is handed in, there is none to try. */
  readonly sample?: SampleService
  /** Where the mail server's password is kept; without one it is refused. */
  readonly mailPassword?: SecretStore
  /** Where the secrets that sign webhooks are kept; without it no webhook can be made. */
  readonly webhookSecrets?: WebhookSecrets
  /** Where the listener answers, as `http://127.0.0.1:7373`; null while nothing listens. */
  readonly apiAddress?: () => string | null
  /** Fixed by tests. */
  readonly clock?: () => number
  readonly stillMs?: number
  readonly sweepMs?: number
  readonly mostBytes?: number
  /** Put between the program and SQLite by tests, to make writes fail. */
  readonly wrapWriter?: (writer: Writer) => Writer
}

/** The whole program without a window and without a port. */
export interface Host {
  /** Answers a request of a caller whom the transport has proved. */
  fetch(request: Request, caller: Caller): Promise<Response>
  /** Proves a credential; anonymous when there is none or it is wrong. @throws only a fault of the storage */
  identify(authorization: string | null, channel: Channel): Promise<Caller>
  /** A code for the link that opens the first run in a browser; null once there is an owner: people sign in then. */
  createOneTimeCode(): Promise<string | null>
  /** Writes down what a transport or the shell refused before the caller was known. Never throws. */
  note(noted: RefusalNote): void
  /** Locks everybody's session: the machine is locked or goes to sleep. */
  lockAll(): void
  /** In process, for notifications. @returns how to stop listening */
  listen(listener: (event: HostEvent) => void): () => void
  /** Makes the daily backup when it is due. */
  backUpDaily(): Promise<void>
  /** Checks the database for damage now, without holding anything up. */
  checkDamage(): Promise<void>
  /** Looks at the watched folder now. */
  sweep(): Promise<void>
  /** Takes the files of schedules that are due now. */
  runSchedules(): Promise<void>
  /** Runs the scans of policies that are due now, and what follows imports without waiting for quiet. */
  runScans(): Promise<void>
  /** Moves the personnel events on that are due now, or whose work is done. */
  runPersonnelEvents(): void
  /** Sends the messages that are due now. @returns how many were sent */
  sendMail(): Promise<number>
  /** Tells webhooks what happened, and sends what is due now. */
  runWebhooks(): Promise<void>
  /** Resolves when no import is queued or running. */
  idle(): Promise<void>
  /** Stops the watcher and the worker, folds the write-ahead log in, closes the database. */
  close(): Promise<void>
}
