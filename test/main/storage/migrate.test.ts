import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ApplicationList } from '../../../src/contract/applications.ts'
import { UserPage } from '../../../src/contract/users.ts'
import { createHost } from '../../../src/main/host/host.ts'
import { migrations } from '../../../src/main/storage/migrations/index.ts'
import { schemaVersion } from '../../../src/main/storage/migrate.ts'
import { openReader, StorageError } from '../../../src/main/storage/open.ts'
import { openStore } from '../../../src/main/storage/store.ts'
import { workerFile } from '../../support/test-host.ts'

const frozen = readFileSync(resolve(import.meta.dirname, '../../support/fixtures/schema-2.sql'), 'utf8')

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'castellan-migrate-'))))
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const file = () => join(dataDir, 'castellan.db')
const backups = () => (existsSync(join(dataDir, 'backups')) ? readdirSync(join(dataDir, 'backups')).sort() : [])
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A database that another program left behind, closed as it closes it. */
function make(sql: string): void {
  const db = new Database(file())
  db.pragma('journal_mode = WAL')
  db.exec(sql)
  db.close()
}

/** The beginnings of the SHA-256 of each, in order. A new migration adds a line; no other line ever changes. */
const released = [
  '3233f3ea8ade9a4b',
  'd88f6b39742be8d6',
  '401a62c43a7ae6d4',
  '518f018f24742e51',
  'd858d2cce22cced5',
  '7f93093dd01df75c',
  '1bd991a313cf91ff',
  '6cb4ef70d8023bec',
  'fce8775b50538073',
  'd4ee2f7e6579489f',
  '8a0997891abed1b5',
  'e63d22f13502ce3b',
  '1db955761f5d77a3',
  'd23665c02d2c8a48',
  '7cfa20e0c720e5a8',
  '08077a8abc07b152',
  'f70cbc7d7e8c5630',
  '931412e487a668dd',
  'c4c77aea00f167e1',
  '834e7ba24b64a08a',
  'f8ed0602e42a1ded',
  'e3b8cfdc8b233ad9',
  '57411f73f36b2b2b',
  'a5600dc11622ea62',
]

test('no migration is edited once it is there: databases have been through it', () => {
  expect(migrations.map((sql) => createHash('sha256').update(sql).digest('hex').slice(0, 16))).toEqual(released)
})

const open = () => createHost({ dataDir, importsDir: null, worker: workerFile })

test('a frozen database of an older schema becomes today’s, with all that is in it, and is put aside before', async () => {
  make(frozen)
  const host = await open()
  try {
    const ask = async (path: string) =>
      (await host.fetch(new Request(`http://127.0.0.1${path}`), { kind: 'operator' })).json()
    expect(ApplicationList.parse(await ask('/v1/applications')).items).toMatchObject([
      { name: 'Core Banking', generation: 1 },
    ])
    expect(UserPage.parse(await ask('/v1/users')).items).toMatchObject([{ username: 'olga', roles: ['owner'] }])
  } finally {
    await host.close()
  }
  const db = openReader(file())
  expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion)
  expect(db.prepare("SELECT value FROM setting WHERE key = 'schema made by'").pluck().get()).toMatch(/^\d+\.\d+\.\d+/)
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()

  const [backup = '', sidecar = ''] = backups()
  expect(backup).toMatch(new RegExp(`before-schema-${schemaVersion}\\.db$`))
  expect(readFileSync(join(dataDir, 'backups', sidecar), 'utf8')).toBe(
    `${sha256(join(dataDir, 'backups', backup))}  ${backup}\n`,
  )
  const copy = new Database(join(dataDir, 'backups', backup), { readonly: true })
  expect(copy.pragma('user_version', { simple: true })).toBe(2)
  expect(copy.prepare('SELECT count(*) FROM grant_version').pluck().get()).toBe(1)
  copy.close()
})

test('the migrated schema is the one that a new database gets', async () => {
  make(frozen)
  await (await open()).close()
  const fresh = mkdtempSync(join(tmpdir(), 'castellan-fresh-'))
  openStore(fresh).close()
  const schemaIn = (path: string) => {
    const db = openReader(path)
    const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()
    db.close()
    return rows
  }
  expect(schemaIn(file())).toEqual(schemaIn(join(fresh, 'castellan.db')))
  rmSync(fresh, { recursive: true })
})

test('a migration that fails changes nothing, and the next start finds the old schema and the backup', async () => {
  make(`${frozen}\nALTER TABLE import ADD COLUMN cancel_asked_at INTEGER;`)
  const before = sha256(file())
  await expect(open()).rejects.toThrow(/duplicate column/)
  const db = new Database(file(), { readonly: true })
  expect(db.pragma('user_version', { simple: true })).toBe(2)
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'audit_checkpoint'").pluck().get()).toBe(0)
  db.close()
  expect(sha256(file())).toBe(before)
  expect(backups()).toHaveLength(2)
})

test.each([
  [
    'names the version that refuses and the one that wrote it',
    `INSERT INTO setting VALUES ('schema made by', '3.1.4');`,
    /This is Castellan \S+, which knows schema \d+\. .* was written by Castellan 3\.1\.4\./,
  ],
  [
    'says that a newer one is needed',
    'DROP TABLE setting;',
    /This is Castellan \S+, which knows .* was written by a newer Castellan\./,
  ],
])('a database of a newer program is refused, is left as it is, and the refusal %s', async (_name, sql, words) => {
  make(`${frozen}\n${sql}\nPRAGMA user_version = 99;`)
  const before = sha256(file())
  await expect(open()).rejects.toThrow(StorageError)
  await expect(open()).rejects.toThrow(words)
  await expect(open()).rejects.toThrow(`knows schema ${schemaVersion}. The database has schema 99`)
  expect(() => openStore(dataDir)).toThrow(words)
  expect(sha256(file())).toBe(before)
  expect(backups()).toEqual([])
})

test('a database of today’s schema is not copied at every start', async () => {
  await (await open()).close()
  await (await open()).close()
  expect(backups()).toEqual([])
})
