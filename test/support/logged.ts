import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { auditSigner } from '../../src/main/data-dir/audit-key.ts'
import { checkpointFiles } from '../../src/main/data-dir/checkpoint-files.ts'
import { hashEntry } from '../../src/main/domain/audit/audit.ts'
import type { Actor } from '../../src/main/domain/shared/actor.ts'
import { recordAudit } from '../../src/main/domain/audit/audit.service.ts'
import { canonical, type Json } from '../../src/main/domain/shared/canonical-json.ts'
import {
  type CheckpointBody,
  keyIdOf,
  type SignedCheckpoint,
  type Signer,
  signCheckpoint,
} from '../../src/main/domain/audit/checkpoint.ts'
import { type Checkpoints, createCheckpoints } from '../../src/main/domain/audit/checkpoints.service.ts'
import type { KeptCheckpoint } from '../../src/main/domain/audit/claims.ts'
import { exportLog } from '../../src/main/domain/audit/export.service.ts'
import { emptyTree, grow, rootOf } from '../../src/main/domain/audit/tree.ts'
import { type Verification, verifyLog } from '../../src/main/domain/audit/verify.service.ts'
import { operator, type People, startPeople } from './people.ts'

const ana: Actor = { kind: 'person', name: 'ana', via: 'password' }

/** A real audit log with its checkpoints, in a data directory of its own. */
export interface Logged {
  readonly people: People
  readonly checkpoints: Checkpoints
  readonly signer: Signer
  /** Entries like those that the program writes. */
  write(count: number): void
  verify(kept?: readonly KeptCheckpoint[]): Promise<Verification>
  /** @returns the file */
  export(): string
  /** Opens the database as somebody would who goes around the program. */
  tamper(work: (db: Database.Database) => void): void
  checkpointFile(entries: number): string
  /** Another run of the program. */
  restart(): void
  close(): void
}

export function startLog(): Logged {
  const people = startPeople()
  const files = checkpointFiles(people.dataDir)
  const make = () =>
    createCheckpoints({
      env: people.env,
      signer: auditSigner(people.dataDir),
      publish: (signed) => files.publish(signed),
    })
  let checkpoints = make()
  return {
    people,
    get checkpoints() {
      return checkpoints
    },
    get signer() {
      return auditSigner(people.dataDir)
    },
    write(count) {
      people.env.store.transact((tx) => {
        for (let i = 0; i < count; i++) {
          people.advance(1000)
          const object = { type: 'import', id: people.env.newId() }
          const details = { digest: 'ü'.repeat(3), counts: { joins: i }, held: null }
          recordAudit(tx, people.env.clock(), ana, { action: 'import.approved', object, details })
        }
      })
    },
    verify: (kept = []) =>
      verifyLog(
        {
          env: people.env,
          publicKeyPem: auditSigner(people.dataDir).publicKeyPem,
          files: files.read(),
          pause: async () => undefined,
        },
        kept,
        () => undefined,
      ),
    export() {
      const file = join(people.dataDir, 'export.jsonl')
      writeFileSync(file, [...exportLog(people.env, checkpoints, operator).lines].join(''))
      return file
    },
    tamper(work) {
      const db = new Database(join(people.dataDir, 'castellan.db'))
      const triggers = db
        .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'")
        .all()
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
      work(db)
      db.close()
    },
    checkpointFile: (entries) =>
      readFileSync(join(people.dataDir, 'checkpoints', `${String(entries).padStart(9, '0')}.json`), 'utf8'),
    restart() {
      people.restart()
      checkpoints = make()
    },
    close: () => people.close(),
  }
}

export interface Entry {
  [key: string]: Json
}

/** What an enemy does who understands the format: makes the chain whole again. */
export function rechain(entries: readonly Entry[]): string[] {
  let previous = '0'.repeat(64)
  return entries.map((entry, i) => {
    const text = canonical({ ...entry, seq: i + 1, previous })
    previous = hashEntry(text)
    return text
  })
}

export function forger(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { publicKeyPem, keyId: keyIdOf(publicKeyPem), sign: (bytes) => sign(null, bytes, privateKey) }
}

/** A checkpoint over these entries. */
export function checkpointOf(texts: readonly string[], at: string, signer: Signer): SignedCheckpoint {
  const leaves = texts.map(hashEntry)
  const body: CheckpointBody = {
    type: 'castellan audit checkpoint',
    v: 1,
    entries: texts.length,
    head: leaves.at(-1) ?? '',
    root: rootOf(grow(emptyTree, leaves)),
    at,
    key: signer.keyId,
  }
  return signCheckpoint(body, signer)
}
