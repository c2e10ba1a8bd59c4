import type { HostEvent } from '../../../contract/events.ts'
import type { AuditTrail } from '../../data-dir/audit-trail.ts'
import type { Imports } from '../../domain/imports/imports.service.ts'
import type { Intake } from '../../domain/imports/intake/intake.service.ts'
import { ScheduledImports } from '../../domain/imports/intake/scheduled-imports.service.ts'
import { noSecretStore, type SecretStore } from '../../domain/settings/mail-settings.service.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import type { Access } from '../../domain/sign-in/access.service.ts'
import { createReminders } from '../../domain/sign-in/tokens/reminders.service.ts'
import { bestEffort } from '../../storage/best-effort.ts'
import type { PrivateFolder } from '../../watcher/private-copy.ts'
import { startSchedules } from './import-schedules.ts'
import { startMail } from './mail.ts'
import { startPolicyScans } from './policy-scans.ts'
import { startRequestDeadlines } from './request-deadlines.ts'
import { createWatchedFolders, type WatchedFoldersOptions } from './watched-folders.ts'

export interface BackgroundInput extends Pick<WatchedFoldersOptions, 'stillMs' | 'sweepMs' | 'mostBytes'> {
  readonly env: Environment
  readonly dataDir: string
  readonly worker: URL
  /** Folders that the start names; null watches none at all and leaves schedules to the program that does. */
  readonly importsDir: string | readonly string[] | null
  readonly mailPassword: SecretStore | undefined
  readonly access: Access
  readonly audit: AuditTrail
  readonly imports: Imports
  readonly intake: Intake
  readonly keep: PrivateFolder
  readonly emit: (event: HostEvent) => void
}

export type Background = ReturnType<typeof startBackground>

/** Starts what happens without a call: watched folders, schedules, scans, deadlines, mail, reminders, checkpoints. */
export function startBackground(input: BackgroundInput) {
  const { env, dataDir, worker, importsDir, access, audit, imports, intake, keep, emit } = input
  const scans = startPolicyScans({ env, dataDir, worker, imports, inTime: importsDir !== null })
  const stopDeadlines = startRequestDeadlines(env)
  const secretStore = input.mailPassword ?? noSecretStore
  const mail = startMail(env, secretStore)
  const reminders = createReminders(env)
  const ticking = setInterval(() => {
    access.flush()
    bestEffort(() => audit.checkpoints.due())
    bestEffort(() => reminders.due())
  }, 1000)
  ticking.unref()
  const { stillMs, sweepMs, mostBytes } = input
  const folders = createWatchedFolders({
    env,
    dataDir,
    atStart: importsDir === null ? null : [importsDir].flat(),
    intake,
    imports,
    keep,
    emit,
    checkpoint: () => audit.checkpoints.now(),
    ...(mostBytes === undefined ? {} : { mostBytes }),
    ...(stillMs === undefined ? {} : { stillMs }),
    ...(sweepMs === undefined ? {} : { sweepMs }),
  })
  const { watching } = folders
  const scheduled = new ScheduledImports({ env, intake, emit })
  const whenCalm = () => watching?.whenStable() ?? Promise.resolve()
  const schedules = watching && startSchedules({ scheduled, clock: env.clock, whenCalm })

  return {
    scans,
    mail,
    secretStore,
    folders,
    scheduled,
    schedules,
    /** Stops what could still put work into the queue of imports. */
    async stopIntake() {
      await schedules?.close()
      await folders.close()
    },
    async close() {
      await scans.close()
      await mail.close()
      clearInterval(ticking)
      stopDeadlines()
    },
  }
}
