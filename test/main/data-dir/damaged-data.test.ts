import { randomBytes } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage, AuditVerification } from '../../../src/contract/audit.ts'
import { Backup } from '../../../src/contract/backups.ts'
import { StorageStatus } from '../../../src/contract/storage.ts'
import { inspectDatabase, UnusableDatabaseError } from '../../../src/main/data-dir/inspect-database.ts'
import { sweepLeftovers } from '../../../src/main/data-dir/leftovers.ts'
import { restoreBackup } from '../../../src/main/data-dir/restore-backup.ts'
import { checkDatabase } from '../../../src/main/storage/check.ts'
import { apply, createCore, extract, stage, startTestHost } from '../../support/test-host.ts'

let root: string
let sound: string
let dataDir: string
let backup: string

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'castellan-damaged-'))
  sound = join(root, 'sound')
  const test = await startTestHost({ dataDir: sound, importsDir: null })
  await createCore(test)
  await apply(test, await stage(test, extract([['ana', 'Vault']])))
  for (let n = 0; n < 300; n++) await test.call('POST', '/v1/tokens', { name: `token ${n}`, scopes: ['audit:read'] })
  await (await test.call('GET', '/v1/audit/export')).text()
  backup = (await test.ask(Backup, 'POST', '/v1/backups')).name
  await test.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

beforeEach(() => {
  dataDir = join(root, randomBytes(4).toString('hex'))
  cpSync(sound, dataDir, { recursive: true })
})

const database = () => join(dataDir, 'castellan.db')
const start = () => startTestHost({ dataDir, importsDir: null })

function overwritePageOf(table: string): void {
  const db = new Database(database(), { readonly: true })
  const page = db.prepare<[string], number>('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table) ?? 0
  const size = db.pragma('page_size', { simple: true }) as number
  db.close()
  const bytes = readFileSync(database())
  randomBytes(size).copy(bytes, (page - 1) * size)
  writeFileSync(database(), bytes)
}

const harms: readonly (readonly [string, () => void])[] = [
  ['is gone', () => rmSync(database())],
  ['was emptied', () => writeFileSync(database(), '')],
  [
    'was replaced by a database without tables',
    () => {
      rmSync(database())
      const db = new Database(database())
      db.exec('CREATE TABLE x (y); DROP TABLE x')
      db.close()
    },
  ],
  ['was overwritten with text', () => writeFileSync(database(), 'hello'.repeat(1000))],
  ['was cut in the middle', () => truncateSync(database(), Math.floor(readFileSync(database()).length / 8192) * 4096)],
  ['has noise in a page of the audit log', () => overwritePageOf('audit_entry')],
]

describe('a database that', () => {
  it.each(harms)(
    '%s is no first run: the start names the file and offers the newest good backup',
    async (_name, harm) => {
      harm()
      const before = existsSync(database()) ? readFileSync(database()) : null
      const error: unknown = await start().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(UnusableDatabaseError)
      expect(error).toMatchObject({ backup })
      const { message } = error as Error
      expect(message).toContain(database())
      expect(message).toContain(`castellan backup restore ${backup}`)
      expect(existsSync(database()) ? readFileSync(database()) : null).toEqual(before)
      const actor = { kind: 'operator', name: 'local operator', via: 'command line' } as const
      restoreBackup({ dataDir, name: 'newest', reason: 'a test', actor, program: '0', now: Date.now() })
      const again = await start()
      expect((await again.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
      await again.close()
    },
  )

  it('has no good backup is left as it is, and nothing is offered that would not work', async () => {
    rmSync(database())
    writeFileSync(join(dataDir, 'backups', backup), 'not what its hash says')
    await expect(start()).rejects.toMatchObject({
      backup: null,
      message: expect.stringContaining('no backup') as string,
    })
  })

  it('never was is a first run', () => {
    const fresh = join(root, 'fresh')
    mkdirSync(fresh)
    expect(() => inspectDatabase(fresh)).not.toThrow()
  })

  it('is damaged while the program runs is found by the check beside it, and told', async () => {
    const test = await start()
    await test.host.checkDamage()
    expect((await test.ask(StorageStatus, 'GET', '/v1/storage')).trouble).toBeNull()
    overwritePageOf('audit_entry')
    expect(checkDatabase(database())).toMatch(/audit_entry|page|Tree|malformed/i)
    await test.host.checkDamage()
    const { trouble } = await test.ask(StorageStatus, 'GET', '/v1/storage')
    expect(trouble).toMatchObject({ kind: 'damaged' })
    expect(trouble?.detail).toContain('castellan.db')
    cpSync(join(sound, 'castellan.db'), database())
    await test.host.close().catch(() => undefined)
  })
})

describe('beside a sound database', () => {
  it('a damaged audit key ends nothing, is named with its remedy, and a copy that is put back works at once', async () => {
    const key = readFileSync(join(dataDir, 'audit-key.pem'))
    writeFileSync(join(dataDir, 'audit-key.pem'), key.subarray(0, 60))
    const test = await start()
    const trouble = async () => (await test.ask(StorageStatus, 'GET', '/v1/storage')).trouble
    await expect.poll(trouble, { timeout: 5000 }).toMatchObject({
      kind: 'damaged',
      detail: expect.stringContaining('audit-key.pem') as string,
    })
    expect((await test.call('POST', '/v1/tokens', { name: 'goes on', scopes: ['audit:read'] })).status).toBe(201)
    const refused = await test.call('POST', '/v1/audit/verify')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('audit-key.pem') as string })
    writeFileSync(join(dataDir, 'audit-key.pem'), key)
    await expect.poll(trouble, { timeout: 5000 }).toBeNull()
    expect((await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
    await test.close()
  })

  it('a torn checkpoint is put aside and written again', async () => {
    const folder = join(dataDir, 'checkpoints')
    const [name = ''] = readdirSync(folder).filter((found) => found.endsWith('.json'))
    const text = readFileSync(join(folder, name), 'utf8')
    writeFileSync(join(folder, name), text.slice(0, 40))
    const test = await start()
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
    expect(existsSync(join(folder, `${name}.torn`))).toBe(true)
    expect((await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
    await test.close()
  })

  it('what an end in the middle of writing left is swept, and nothing else', () => {
    const left = [
      'instance.json.77.tmp',
      'audit-key.pem.77.tmp',
      'probe.tmp',
      'restoring/castellan.db',
      'checkpoints/000000009.json.77.tmp',
      `backups/${backup}.part`,
      `backups/${backup}.part-journal`,
      'backups/castellan-2026-01-01T00-00-00-000Z-daily.db.sha256',
    ]
    mkdirSync(join(dataDir, 'restoring'))
    for (const name of left) writeFileSync(join(dataDir, name), 'half')
    const all = (folder: string) => new Set(readdirSync(folder, { recursive: true }).map(String))
    sweepLeftovers(dataDir)
    expect(all(dataDir)).toEqual(all(sound))
  })
})

describe('a restore on a new machine, where the database is not', () => {
  const actor = { kind: 'operator', name: 'local operator', via: 'command line' } as const
  const restore = () =>
    restoreBackup({ dataDir, name: backup, reason: 'the old machine is gone', actor, program: '0', now: Date.now() })

  it('says that what was given up can not be known, and accepts a receipt of later entries', async () => {
    // On the old machine the log went on after the backup, and a receipt left it.
    const old = await start()
    for (let n = 0; n < 5; n++) await old.call('POST', '/v1/tokens', { name: `later ${n}`, scopes: ['audit:read'] })
    await (await old.call('GET', '/v1/audit/export')).text()
    const names = readdirSync(join(dataDir, 'checkpoints')).filter((name) => name.endsWith('.json'))
    const later = readFileSync(join(dataDir, 'checkpoints', names.sort().at(-1) ?? ''), 'utf8')
    await old.host.close()
    // The new one has the key and the backups, and the checkpoints up to the backup alone.
    const machine = join(root, 'machine')
    mkdirSync(machine)
    for (const name of ['backups', 'audit-key.pem', 'intake'])
      cpSync(join(dataDir, name), join(machine, name), { recursive: true })
    dataDir = machine
    expect(restore().lost.known).toBe('not')
    const test = await start()
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    expect(items.find(({ action }) => action === 'backup.restored')?.details).toMatchObject({ lostKnown: 'not' })
    const found = await test.ask(AuditVerification, 'POST', '/v1/audit/verify', {
      against: [{ name: 'receipt', text: later }],
    })
    expect(found.problems).toEqual([])
    expect(found.notices.map(({ what }) => what).join()).toContain('is not known')
    await test.close()
  })

  it('names the newest checkpoint as the least that was given up, past a torn one', async () => {
    const old = await start()
    for (let n = 0; n < 5; n++) await old.call('POST', '/v1/tokens', { name: `later ${n}`, scopes: ['audit:read'] })
    await (await old.call('GET', '/v1/audit/export')).text()
    await old.host.close()
    rmSync(database())
    writeFileSync(join(dataDir, 'checkpoints', '999999999.json'), '{"checkpoint":')
    const { lost, kept } = restore()
    expect(lost.known).toBe('at-least')
    expect(lost.entries).toBeGreaterThan(kept.entries)
    const test = await start()
    expect((await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems).toEqual([])
    await test.close()
  })
})
