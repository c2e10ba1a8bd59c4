import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// @ts-expect-error -- plain JavaScript, as a stranger gets it
import { verifyExport } from '../../../resources/verify-audit.mjs'
import { AuditPage, AuditVerification } from '../../../src/contract/audit.ts'
import { Backup } from '../../../src/contract/backups.ts'
import { PersonPage } from '../../../src/contract/identities.ts'
import { lockDirectory } from '../../../src/main/instance/lock.ts'
import { RestoreError, type Restored, restoreBackup } from '../../../src/main/data-dir/restore-backup.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
let root: string
let now: number
let backup: string
const actor = { kind: 'operator', name: 'local operator', via: 'command line' } as const
const verify = (body: object = {}) => test.ask(AuditVerification, 'POST', '/v1/audit/verify', body)
const day = 86_400_000
const folder = (...path: string[]) => join(test.dataDir, ...path)

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'castellan-restore-'))
  now = Date.parse('2026-06-30T12:00:00Z')
  test = await startTestHost({ importsDir: null, clock: () => now, dataDir: join(root, 'data') })
  await createCore(test)
  await apply(test, await stage(test, extract([['ana', 'Vault']])))
  backup = (await test.ask(Backup, 'POST', '/v1/backups')).name
  now += day
  await apply(
    test,
    await stage(
      test,
      extract([
        ['ana', 'Vault'],
        ['ben', 'Vault'],
      ]),
      'core2.csv',
      '2026-07-01T17:00:00.000Z',
    ),
  )
})
afterEach(async () => {
  await test.close()
  rmSync(root, { recursive: true, force: true })
})

const wish = () => ({ dataDir: test.dataDir, name: backup, reason: 'the disk failed', actor, program: '0', now })

async function restore(before: () => void = () => undefined): Promise<Restored> {
  now += day
  const found: Restored[] = []
  await test.reopen(() => {
    before()
    found.push(restoreBackup(wish()))
  })
  return found[0] as Restored
}

describe('a backup that is put back', () => {
  it('is the database, keeps what it replaced, and says in the log what was given up', async () => {
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit?limit=1')
    const { replaced, kept, lost } = await restore()
    expect([lost.entries, lost.head]).toEqual([items[0]?.seq, items[0]?.hash])
    expect(replaced !== null && existsSync(replaced)).toBe(true)
    const entries = (await test.ask(AuditPage, 'GET', '/v1/audit')).items
    const declared = entries.find(({ action }) => action === 'backup.restored')
    expect(declared).toMatchObject({
      seq: kept.entries + 1,
      details: { kept: kept.entries, lostEntries: lost.entries, lostHead: lost.head, reason: 'the disk failed' },
    })
    expect((await test.ask(PersonPage, 'GET', '/v1/people')).total).toBe(0)
    const { problems, notices, imports } = await verify()
    expect(problems).toEqual([])
    expect(notices.map(({ what }) => what)).toContainEqual(expect.stringContaining('a backup was put back'))
    expect(imports).toMatchObject({ applied: 1, proved: 1 })
  })

  it('holds against a checkpoint that left the machine before, and says which entries it speaks of', async () => {
    // Who takes the log with them has it signed up to now; the import is signed by itself only a moment later.
    await (await test.call('GET', '/v1/audit/export')).text()
    const published = readdirSync(folder('checkpoints')).filter((name) => name.endsWith('.json'))
    const newest = published.sort().at(-1) ?? ''
    const text = readFileSync(folder('checkpoints', newest), 'utf8')
    await restore()
    expect(existsSync(folder('checkpoints', newest))).toBe(false)
    // The log grows over the numbers that were given up, and is not what was signed then.
    await apply(
      test,
      await stage(
        test,
        extract([
          ['ana', 'Vault'],
          ['cem', 'Vault'],
        ]),
        'core3.csv',
        '2026-07-02T17:00:00.000Z',
      ),
    )
    expect((await verify({ against: [{ name: 'share', text }] })).problems).toEqual([])
    const response = await test.call('GET', '/v1/audit/export')
    writeFileSync(join(root, 'audit.jsonl'), await response.text())
    writeFileSync(join(root, 'kept.json'), text)
    const stranger = await verifyExport(join(root, 'audit.jsonl'), { against: [join(root, 'kept.json')] })
    expect(stranger.problems).toEqual([])
    expect(stranger.notices).toContainEqual(expect.stringContaining('a backup was put back'))
  })

  it('that nobody declared is a log that somebody cut', async () => {
    await test.reopen(() => {
      for (const rest of ['-wal', '-shm']) rmSync(folder(`castellan.db${rest}`), { force: true })
      writeFileSync(folder('castellan.db'), readFileSync(folder('backups', backup)))
    })
    expect((await verify()).problems).not.toEqual([])
  })

  it('is put back over a database that can not be read any more', async () => {
    const { lost } = await restore(() => writeFileSync(folder('castellan.db'), 'this was a database'))
    expect(lost.entries).toBeGreaterThan(0)
    expect((await verify()).problems).toEqual([])
  })
})

describe('nothing is touched', () => {
  it('while a Castellan runs on it, or when the file is not what its hash says', async () => {
    const lock = lockDirectory(test.dataDir)
    expect(() => restoreBackup(wish())).toThrow(/End it first/)
    lock?.release()
    expect(() => restoreBackup({ ...wish(), name: 'castellan.db' })).toThrow(RestoreError)
    writeFileSync(folder('backups', backup), 'shorter')
    expect(() => restoreBackup(wish())).toThrow(/not the file/)
    expect((await verify()).problems).toEqual([])
  })
})

it('the database is readable by its owner alone', () => {
  for (const name of ['castellan.db', 'castellan.db-wal']) expect(statSync(folder(name)).mode & 0o077).toBe(0)
})
