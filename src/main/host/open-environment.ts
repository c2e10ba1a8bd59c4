import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createEventStream, type EventStream } from '../api/http/event-stream.ts'
import { version } from '../boot/version.ts'
import { backUpBeforeMigration } from '../data-dir/backups.ts'
import { outsideAccessOf } from '../data-dir/sample-directory.ts'
import { inspectDatabase } from '../data-dir/inspect-database.ts'
import { discardPendingGenerations } from '../domain/imports/apply/pending-generation.service.ts'
import type { CommitEffects, Environment } from '../domain/shared/environment.ts'
import { openStore } from '../storage/store.ts'
import type { HostConfig } from './host-config.ts'

export interface OpenedEnvironment {
  readonly env: Environment
  readonly dataDir: string
  readonly events: EventStream
}

/**
 * Opens the database of a data directory, after a backup where it must be migrated, and takes back what an interrupted
 * apply had written of a generation that never counted.
 * @throws StorageError when the database can't be opened safely
 * @throws UnusableDatabaseError when it is missing beside what it leaves, or damaged
 */
export async function openEnvironment(config: HostConfig, effects: CommitEffects): Promise<OpenedEnvironment> {
  const dataDir = resolve(config.dataDir)
  const clock = config.clock ?? Date.now
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  inspectDatabase(dataDir)
  await backUpBeforeMigration(dataDir, clock(), version)
  const { wrapWriter } = config
  const store = openStore(dataDir, version, { clock, ...(wrapWriter === undefined ? {} : { wrapWriter }) })
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
  try {
    store.transact((tx) => discardPendingGenerations(tx))
  } catch (error) {
    store.close()
    throw error
  }
  return { env, dataDir, events }
}
