import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Backup, BackupList } from '../../contract/backups.ts'
import { type Actor, system } from '../domain/shared/actor.ts'
import { recordAudit } from '../domain/audit/audit.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { backUp } from '../storage/backup.ts'
import {
  backupName,
  type BackupReason,
  type NamedBackup,
  readBackupName,
  surplusBackups,
} from '../storage/backup-names.ts'
import { refuseNewerSchema, schemaOf, schemaVersion } from '../storage/migrate.ts'
import type { Reader } from '../storage/open.ts'
import { databaseFile } from '../storage/store.ts'
import { createJobRunner } from '../workers/job-runner.ts'

const folderOf = (dataDir: string): string => join(dataDir, 'backups')
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
  const folder = folderOf(dataDir)
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
        prune(folder)
        return { name, at: new Date(at).toISOString(), reason, size, sha256 }
      } finally {
        await runner.close()
      }
    })
    making = next.catch(() => undefined)
    return next
  }

  return {
    list: () => ({ folder, items: found(folder).map((one) => describe(folder, one)) }),
    make: (actor) => make(actor, 'asked'),
    idle: () => making,
    async daily() {
      const newest = found(folder)[0]
      // A new workspace has its first day to itself.
      const since = newest?.at ?? firstEntry(env.store.reader) ?? env.clock()
      if (env.clock() - since >= day) await make(system, 'daily')
    },
  }
}

/**
 * Backs the database up before its schema is changed.
 * @throws StorageError when a newer program made the database; then nothing is touched
 */
export async function backUpBeforeMigration(dataDir: string, at: number): Promise<void> {
  const file = databaseFile(dataDir)
  if (!existsSync(file)) return
  const live = new Database(file, { readonly: true })
  let found: number
  try {
    refuseNewerSchema(live as Reader)
    found = schemaOf(live as Reader)
  } finally {
    live.close()
  }
  if (found === 0 || found === schemaVersion) return
  await backUp(file, join(folderOf(dataDir), backupName(at, `before-schema-${schemaVersion}`)))
  prune(folderOf(dataDir))
}

/** Newest first. */
function found(folder: string): NamedBackup[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((name) => readBackupName(name) ?? [])
    .sort((a, b) => b.at - a.at)
}

function prune(folder: string): void {
  for (const { name } of surplusBackups(found(folder))) {
    rmSync(join(folder, name), { force: true })
    rmSync(join(folder, `${name}.sha256`), { force: true })
  }
}

function describe(folder: string, { name, at, reason }: NamedBackup): Backup {
  const file = join(folder, name)
  const sidecar = `${file}.sha256`
  const sha256 = existsSync(sidecar) ? (readFileSync(sidecar, 'utf8').split(' ')[0] ?? '') : ''
  return { name, at: new Date(at).toISOString(), reason, size: statSync(file).size, sha256 }
}

const firstEntry = (db: Reader): number | undefined =>
  db.prepare<[], number>('SELECT at FROM audit_entry ORDER BY seq LIMIT 1').pluck().get()
