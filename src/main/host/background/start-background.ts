import type { HostEvent } from '../../../contract/events.ts'
import type { AuditTrail } from '../../data-dir/audit-trail.ts'
import type { Imports } from '../../domain/imports/imports.service.ts'
import type { Intake } from '../../domain/imports/intake/intake.service.ts'
import { ScheduledImports } from '../../domain/imports/intake/scheduled-imports.service.ts'
import { noSecretStore, type SecretStore } from '../../domain/settings/mail-settings.service.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import type { Access } from '../../domain/sign-in/access.service.ts'
import type { Telling } from '../../domain/webhooks/follow-changes.service.ts'
import type { WebhookSecrets } from '../../domain/webhooks/secrets.ts'
import { createReminders } from '../../domain/sign-in/tokens/reminders.service.ts'
import type { PrivateFolder } from '../../watcher/private-copy.ts'
import { watchClock } from './clock-watch.ts'
import { startDamageCheck } from './damage-check.ts'
import { startSchedules } from './import-schedules.ts'
import { startMail } from './mail.ts'
import { startPersonnelEvents } from './personnel-events.ts'
import { startPolicyScans } from './policy-scans.ts'
import { startRequestDeadlines } from './request-deadlines.ts'
import { watchStorage } from './storage-watch.ts'
import { startWebhooks } from './webhooks.ts'
import { tick, tickWhenWell } from './tick.ts'
import { createWatchedFolders, type WatchedFolders, type WatchedFoldersOptions } from './watched-folders.ts'

export interface BackgroundInput extends Pick<WatchedFoldersOptions, 'stillMs' | 'sweepMs' | 'mostBytes'> {
  readonly env: Environment
  readonly dataDir: string
  readonly worker: URL
  /** Folders that the start names; null watches none at all and leaves schedules to the program that does. */
  readonly importsDir: string | readonly string[] | null
  readonly mailPassword: SecretStore | undefined
  readonly webhookSecrets: WebhookSecrets | undefined
  readonly telling: Telling
  readonly access: Access
  readonly audit: AuditTrail
  readonly imports: Imports
  readonly intake: Intake
  readonly keep: PrivateFolder
  readonly emit: (event: HostEvent) => void
  /** The storage works again after a fault. */
  readonly onRecovery: () => void
}

export type Background = ReturnType<typeof startBackground>

/** Starts what happens without a call: watched folders, schedules, scans, deadlines, mail, reminders, checkpoints. */
export function startBackground(input: BackgroundInput) {
  const { env, dataDir, worker, importsDir, access, audit, imports, intake, keep, emit } = input
  // First: it alone may fail, and then nothing has been started.
  const { stillMs, sweepMs, mostBytes } = input
  const folders = createWatchedFolders({
    env,
    dataDir,
    atStart: importsDir === null ? null : [importsDir].flat(),
    intake,
    imports,
    keep,
    emit,
    // A file moves on without one while the key is damaged.
    checkpoint: () => (audit.keyDamage() === null ? audit.checkpoints.now() : null),
    ...(mostBytes === undefined ? {} : { mostBytes }),
    ...(stillMs === undefined ? {} : { stillMs }),
    ...(sweepMs === undefined ? {} : { sweepMs }),
  })
  const scans = startPolicyScans({ env, dataDir, worker, imports, inTime: importsDir !== null })
  const stopClock = watchClock(env)
  const stopDeadlines = startRequestDeadlines(env)
  const personnelEvents = startPersonnelEvents(env)
  const outgoing = startOutgoing(input)
  const reminders = createReminders(env)
  const ticking = setInterval(() => {
    tick(env.store, () => access.flush())
    tickWhenWell(env.store, () => signCheckpoints(input))
    tickWhenWell(env.store, () => reminders.due())
  }, 1000)
  ticking.unref()
  const { watching } = folders
  const scheduled = new ScheduledImports({ env, intake, emit })
  const whenCalm = () => watching?.whenStable() ?? Promise.resolve()
  const schedules = watching && startSchedules({ store: env.store, scheduled, clock: env.clock, whenCalm })

  const storage = superviseStorage(input, folders)

  return {
    scans,
    personnelEvents,
    ...outgoing,
    folders,
    scheduled,
    schedules,
    checkDamage: () => storage.checkDamage(),
    /** Stops what could still put work into the queue of imports. */
    async stopIntake() {
      await schedules?.close()
      await folders.close()
    },
    async close() {
      await scans.close()
      await outgoing.mail.close()
      await outgoing.webhooks.close()
      clearInterval(ticking)
      stopDeadlines()
      stopClock()
      personnelEvents.close()
      await storage.close()
    },
  }
}

/** What leaves this machine: mail and webhooks, and where their secrets are kept. */
function startOutgoing({
  env,
  mailPassword = noSecretStore,
  webhookSecrets = () => noSecretStore,
  telling,
}: BackgroundInput) {
  return {
    mail: startMail(env, mailPassword),
    secretStore: mailPassword,
    webhooks: startWebhooks(env, webhookSecrets, telling),
    webhookSecrets,
  }
}

function signCheckpoints({ env, audit }: BackgroundInput): void {
  const damage = audit.keyDamage()
  env.store.health.examined('audit-key.pem', damage)
  if (damage === null) audit.checkpoints.due()
}

/** Looks after the storage: whether a fault has passed, whether the database is sound, and what goes on once it works again. */
function superviseStorage(
  { env: { store }, dataDir, worker, emit, audit, imports, onRecovery }: BackgroundInput,
  folders: Pick<WatchedFolders, 'retry'>,
) {
  const damageCheck = startDamageCheck({ store, dataDir, worker })
  const stopWatching = watchStorage({
    dataDir,
    store,
    onChange() {
      emit({ type: 'storage' })
      const trouble = store.health.current()
      // Something could not be read: the check finds out what it is.
      if (trouble?.kind === 'damaged' && trouble.detail === undefined) void damageCheck.run()
    },
    onRecovery() {
      imports.resume()
      onRecovery()
      audit.checkpoints.publishAll()
      folders.retry()
    },
  })
  return {
    checkDamage: () => damageCheck.run(),
    async close() {
      stopWatching()
      await damageCheck.close()
    },
  }
}
