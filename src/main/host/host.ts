import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { HostEvent } from '../../contract/events.ts'
import { pathOf } from '../api/http/address.ts'
import { createDispatch } from '../api/dispatch.ts'
import { createEventStream } from '../api/http/event-stream.ts'
import { sealedCursors } from '../api/http/sealed-cursors.ts'
import { newRequestId } from '../api/http/problem.ts'
import type { SampleService, Services } from '../api/http/services.ts'
import type { Caller } from '../api/http/caller.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { createAuditTrail } from '../data-dir/audit-trail.ts'
import { createWatchedFolders } from './background/watched-folders.ts'
import { backUpBeforeMigration, createBackups } from '../data-dir/backups.ts'
import { createRefusalNotes, type RefusalNote } from '../domain/audit/notes.service.ts'
import { DomainError } from '../domain/shared/errors.ts'
import { IdempotencyKeys } from '../domain/idempotency/idempotency-keys.service.ts'
import { Imports } from '../domain/imports/imports.service.ts'
import { Inspection } from '../domain/imports/intake/inspection.service.ts'
import { Intake } from '../domain/imports/intake/intake.service.ts'
import { ApiStaging } from '../domain/imports/intake/on-request.service.ts'
import { ScheduledImports } from '../domain/imports/intake/scheduled-imports.service.ts'
import { discardPendingGenerations } from '../domain/imports/apply/pending-generation.service.ts'
import { secretSetting } from '../domain/settings/secret-setting.service.ts'
import { createReminders } from '../domain/sign-in/tokens/reminders.service.ts'
import { createAccess } from '../domain/sign-in/access.service.ts'
import type { Channel } from '../domain/authorization/caller.ts'
import { bestEffort } from '../storage/best-effort.ts'
import { startSchedules } from './background/import-schedules.ts'
import { compileQueriesInSlices } from '../storage/query.ts'
import { openStore } from '../storage/store.ts'
import { privateFolder, TooLarge, Unreadable } from '../watcher/private-copy.ts'
import { createJobRunner } from '../workers/job-runner.ts'
import { createXlsxConverter } from '../workers/xlsx-converter.ts'
import { noSecretStore, type SecretStore } from '../domain/settings/mail-settings.service.ts'
import { startMail } from './background/mail.ts'
import { startRequestDeadlines } from './background/request-deadlines.ts'
import { startPolicyScans } from './background/policy-scans.ts'
import { version } from '../boot/version.ts'

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
  /** Fixed by tests. */
  readonly clock?: () => number
  readonly stillMs?: number
  readonly sweepMs?: number
  readonly mostBytes?: number
}

/** The whole program without a window: what both doors call. */
export interface Host {
  /** Answers a request of a caller that the door has proved. */
  fetch(request: Request, caller: Caller): Promise<Response>
  /** Proves a credential; anonymous when there is none or it is wrong. Never throws. */
  identify(authorization: string | null, door: Channel): Promise<Caller>
  /** A code for the link that opens the first run in a browser; null once there is an owner: people sign in then. */
  createOneTimeCode(): Promise<string | null>
  /** Takes down what a door or the shell refused before anybody was known. Never throws. */
  note(noted: RefusalNote): void
  /** Locks everybody's session: the machine is locked or goes to sleep. */
  lockAll(): void
  /** In process, for notifications. @returns how to stop listening */
  listen(listener: (event: HostEvent) => void): () => void
  /** Makes the daily backup when it is due. */
  backUpDaily(): Promise<void>
  /** Looks at the watched folder now. */
  sweep(): Promise<void>
  /** Takes the files of schedules that are due now. */
  runSchedules(): Promise<void>
  /** Runs the scans of policies that are due now, and what follows imports without waiting for quiet. */
  runScans(): Promise<void>
  /** Sends the messages that are due now. @returns how many were sent */
  sendMail(): Promise<number>
  /** Resolves when no import is queued or running. */
  idle(): Promise<void>
  /** Stops the watcher and the worker, folds the write-ahead log in, closes the database. */
  close(): Promise<void>
}

/** @throws Refusal `invalid` in place of TooLarge */
function refuseUnfit(error: unknown): never {
  throw error instanceof TooLarge || error instanceof Unreadable ? new DomainError('invalid', error.message) : error
}

/** The workers stand beside each other, in the sources as in the build. */
const besideWorker = (worker: URL, name: string): URL => new URL(worker.href.replace('import.worker', `${name}.worker`))

const noSample: SampleService = {
  status: () => ({ state: 'unavailable', dataDir: null }),
  open: () => Promise.reject(new DomainError('unavailable', 'The sample workspace can’t be opened from here.')),
  remove: () => Promise.reject(new DomainError('unavailable', 'The sample workspace can’t be removed from here.')),
}

const twoGibibytes = 2 * 1024 * 1024 * 1024

/**
 * The composition root.
 * @throws StorageError when the database can't be opened safely
 */
export async function createHost(config: HostConfig): Promise<Host> {
  const dataDir = resolve(config.dataDir)
  const clock = config.clock ?? Date.now
  const mostBytes = config.mostBytes ?? twoGibibytes
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  await backUpBeforeMigration(dataDir, clock())
  const store = openStore(dataDir, version)
  const events = createEventStream(clock())
  const emit = events.emit
  const env: Environment = {
    store,
    clock,
    newId: randomUUID,
    randomBytes: (count) => randomBytes(count),
    announce: emit,
  }
  store.transact((tx) => discardPendingGenerations(tx))

  const runner = createJobRunner(config.worker, dataDir)
  const keep = privateFolder({
    dataDir,
    mostBytes,
    convert: createXlsxConverter(besideWorker(config.worker, 'xlsx')),
    onMuch: () => runner.prepare(),
  })
  const fingerprintKey = store.transact((tx) =>
    secretSetting(tx, 'fingerprint-key', () => randomBytes(8).toString('hex')),
  )
  const cursorKey = store.transact((tx) => secretSetting(tx, 'cursor-key', () => randomBytes(32).toString('hex')))
  const imports = new Imports({ env, runner, texts: keep.texts, fingerprintKey, emit })
  const intake = new Intake({ env, imports, texts: keep.texts, emit })
  const access = createAccess(env)
  const audit = createAuditTrail(env, dataDir, config.worker)
  audit.checkpoints.publishAll()
  const backups = createBackups(env, dataDir, config.worker)
  const scanning = startPolicyScans({
    env,
    dataDir,
    worker: config.worker,
    listen: events.listen,
    imports,
    inTime: config.importsDir !== null,
  })
  events.listen((event) => {
    if (event.type !== 'import' || event.state !== 'applied') return
    setImmediate(() => {
      if (!closed) bestEffort(() => audit.checkpoints.now())
    })
  })
  const stopFollowing = startRequestDeadlines(
    env,
    events.listen,
    (id) => imports.get(id).application.id,
    () => imports.idle(),
  )
  const keeper = config.mailPassword ?? noSecretStore
  const mailing = startMail(env, keeper, events.listen)
  const reminders = createReminders(env)
  const noting = setInterval(() => {
    access.flush()
    bestEffort(() => audit.checkpoints.due())
    bestEffort(() => reminders.due())
  }, 1000)
  noting.unref()
  let closed = false
  const { stillMs, sweepMs } = config
  const folders = createWatchedFolders({
    env,
    dataDir,
    atStart: config.importsDir === null ? null : [config.importsDir].flat(),
    intake,
    imports,
    keep,
    emit,
    listen: events.listen,
    checkpoint: () => audit.checkpoints.now(),
    mostBytes,
    ...(stillMs === undefined ? {} : { stillMs }),
    ...(sweepMs === undefined ? {} : { sweepMs }),
  })
  const { watching } = folders
  const scheduled = new ScheduledImports({ env, intake, emit })
  // A single command that watches nothing leaves the schedules to the program that does.
  const whenCalm = () => watching?.whenCalm() ?? Promise.resolve()
  const schedules = watching && startSchedules({ scheduled, clock, listen: events.listen, whenCalm })

  const services: Services = {
    env,
    mail: { keeper, test: (to) => mailing.test(to) },
    access,
    imports,
    intake,
    scheduled,
    inspection: new Inspection(store.reader, keep.texts),
    events,
    scans: scanning.scans,
    audit,
    backups,
    sample: config.sample ?? noSample,
    cursors: sealedCursors(cursorKey),
    kept: new IdempotencyKeys(env),
    onRequest: new ApiStaging({ env, imports, emit, borrowFolder: watching ? (work) => watching.borrow(work) : null }),
    keepPrivately: (bytes) => keep.keep(bytes).catch(refuseUnfit),
    draftPrivately: async (bytes) => {
      const draft = await keep.draft(bytes).catch(refuseUnfit)
      return { ...draft, keep: () => draft.keep().catch(refuseUnfit) }
    },
    folders,
  }
  const dispatch = createDispatch(services)
  imports.recover()
  compileQueriesInSlices()

  return {
    async fetch(request, caller) {
      const started = clock()
      const requestId = newRequestId()
      const response = await dispatch(request, caller, requestId)
      if (caller.kind === 'token') {
        access.noteCall({
          tokenId: caller.tokenId,
          method: request.method,
          path: pathOf(request.url),
          status: response.status,
          durationMs: clock() - started,
          requestId,
        })
      }
      return response
    },
    identify: (authorization, door) => access.identify(authorization, door),
    createOneTimeCode: async () => access.createOneTimeCode(),
    note: createRefusalNotes(env),
    lockAll: () => access.lockAll(),
    listen: events.listen,
    backUpDaily: () => backups.daily(),
    sweep: async () => watching?.sweep(),
    runSchedules: async () => schedules?.run(),
    runScans: () => scanning.run(),
    sendMail: () => mailing.round(),
    idle: () => imports.idle(),
    async close() {
      closed = true
      await schedules?.close()
      await folders.close()
      events.close()
      await imports.close()
      await runner.close()
      await backups.idle()
      await scanning.close()
      await mailing.close()
      clearInterval(noting)
      stopFollowing()
      access.flush(true)
      bestEffort(() => audit.checkpoints.due())
      store.close()
    },
  }
}
