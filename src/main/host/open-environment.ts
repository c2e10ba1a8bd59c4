import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createEventStream, type EventStream } from '../api/http/event-stream.ts'
import { version } from '../boot/version.ts'
import { backUpBeforeMigration } from '../data-dir/backups.ts'
import { outsideAccessOf } from '../data-dir/sample-directory.ts'
import { discardPendingGenerations } from '../domain/imports/apply/pending-generation.service.ts'
import type { CommitEffects, Environment } from '../domain/shared/environment.ts'
import { openStore } from '../storage/store.ts'
import type { HostConfig } from './host-config.ts'

/**
 * Opens the database of a data directory, after a backup where it must be migrated, and takes back what an interrupted
 * apply had written of a generation that never counted.
 * @throws StorageError when the database can't be opened safely
 */
export async function openEnvironment(
  config: HostConfig,
  effects: CommitEffects,
): Promise<{ env: Environment; dataDir: string; events: EventStream }> {
  const dataDir = resolve(config.dataDir)
  const clock = config.clock ?? Date.now
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  await backUpBeforeMigration(dataDir, clock())
  const store = openStore(dataDir, version)
  const events = createEventStream(clock())
  const env: Environment = {
    store,
    clock,
    newId: randomUUID,
    randomBytes: (count) => randomBytes(count),
    outside: outsideAccessOf(dataDir),
    announce: events.emit,
    effects,
  }
  store.transact((tx) => discardPendingGenerations(tx))
  return { env, dataDir, events }
}
