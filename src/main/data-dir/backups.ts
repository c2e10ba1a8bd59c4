import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Backup, BackupList } from '../../contract/backups.ts'
import { type Actor, system } from '../domain/shared/actor.ts'
import { recordAudit } from '../domain/audit/audit.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { backUp } from '../storage/backup.ts'
import { backupName, type BackupReason } from '../storage/backup-names.ts'
import { refuseNewerSchema, schemaOf, schemaVersion } from '../storage/migrate.ts'
import type { Reader } from '../storage/open.ts'
import { databaseFile } from '../storage/store.ts'
import { createJobRunner } from '../workers/job-runner.ts'
import { backupFolder, backupsIn, listBackups, pruneBackups } from './backup-folder.ts'

const day = 24 * 60 * 60_000

export interface Backups {
  list(): BackupList
  /** Makes one now. @throws when the disk is full or the copy does not pass its check */
  make(actor: Actor): Promise<Backup>
  /** Makes the daily one when it is due. */
  daily(): Promise<void>
  /** Resolves when none is being made. */
  idle(): Promise<unknown>
}

/** Backups of one data directory, in its folder `backups/`; beyond 7 days, 4 weeks and 12 months they go. */
export function createBackups(env: Environment, dataDir: string, worker: URL): Backups {
  const folder = backupFolder(dataDir)
  let making: Promise<unknown> = Promise.resolve()

  /** One after another, in a thread of its own: copying takes a while, and must not hold an answer up. */
  function make(actor: Actor, reason: BackupReason): Promise<Backup> {
    const next = making.then(async () => {
      const at = env.clock()
      const name = backupName(at, reason)
      const runner = createJobRunner(worker, dataDir)
      try {
        const job = { kind: 'backup', liveFile: env.store.file, target: join(folder, name) } as const
        const { size, sha256 } = await runner.run(job, () => undefined)
        env.store.transact((tx) =>
          recordAudit(tx, env.clock(), actor, {
            action: 'backup.made',
            object: { type: 'backup', id: name },
            details: { reason, size, sha256 },
          }),
        )
        pruneBackups(folder, env.clock())
        return { name, at: new Date(at).toISOString(), reason, size, sha256 }
      } finally {
        await runner.close()
      }
    })
    making = next.catch((error: unknown) => void env.store.health.failed(error))
    return next
  }

  return {
    list: () => listBackups(dataDir),
    make: (actor) => make(actor, 'asked'),
    idle: () => making,
    async daily() {
      const now = env.clock()
      // One that is dated ahead was made while the clock was wrong: it says nothing about today.
      const newest = backupsIn(folder).find(({ at }) => at <= now)
      // A new workspace has its first day to itself.
      const since = newest?.at ?? firstEntry(env.store.reader) ?? now
      if (now - since >= day || since > now) await make(system, 'daily')
    },
  }
}

/**
 * Backs the database up before its schema is changed.
 * @param program the version of this program
 * @throws StorageError when a newer program made the database; then nothing is touched
 */
export async function backUpBeforeMigration(dataDir: string, at: number, program: string): Promise<void> {
  const file = databaseFile(dataDir)
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return
  const live = new Database(file, { readonly: true })
  let found: number
  try {
    refuseNewerSchema(live as Reader, program)
    found = schemaOf(live as Reader)
  } finally {
    live.close()
  }
  if (found === 0 || found === schemaVersion) return
  const folder = backupFolder(dataDir)
  await backUp(file, join(folder, backupName(at, `before-schema-${schemaVersion}`)))
  pruneBackups(folder, at)
}

const firstEntry = (db: Reader): number | undefined =>
  db.prepare<[], number>('SELECT at FROM audit_entry ORDER BY seq LIMIT 1').pluck().get()
