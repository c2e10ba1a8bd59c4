import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage, AuditVerification } from '../../../src/contract/audit.ts'
import { Backup, BackupList } from '../../../src/contract/backups.ts'
import { backUp } from '../../../src/main/storage/backup.ts'
import { backupName, type NamedBackup, readBackupName, surplusBackups } from '../../../src/main/storage/backup-names.ts'
import { days } from '../../support/people.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../support/test-host.ts'

describe('which backups stay', () => {
  const noon = Date.parse('2026-06-30T12:00:00Z')
  const daily = (at: number): NamedBackup => ({ name: backupName(at, 'daily'), at, reason: 'daily' })
  const kept = (all: readonly NamedBackup[]) => {
    const gone = new Set(surplusBackups(all, noon))
    return all.filter((one) => !gone.has(one)).map(({ at }) => new Date(at).toISOString().slice(0, 10))
  }

  it('the newest of seven days, four weeks and twelve months', () => {
    const everyDay = Array.from({ length: 800 }, (_, i) => daily(noon - days(i)))
    const stay = kept(everyDay)
    expect(stay.slice(0, 7)).toEqual([
      '2026-06-30',
      '2026-06-29',
      '2026-06-28',
      '2026-06-27',
      '2026-06-26',
      '2026-06-25',
      '2026-06-24',
    ])
    // Sundays end the weeks before.
    expect(stay).toContain('2026-06-21')
    expect(stay).toContain('2026-06-14')
    expect(stay).not.toContain('2026-06-07')
    expect(stay.filter((day) => day < '2026-06-01')).toEqual([
      '2026-05-31',
      '2026-04-30',
      '2026-03-31',
      '2026-02-28',
      '2026-01-31',
      '2025-12-31',
      '2025-11-30',
      '2025-10-31',
      '2025-09-30',
      '2025-08-31',
      '2025-07-31',
    ])
  })

  it('what was pruned day by day is what would be pruned at once', () => {
    let all: NamedBackup[] = []
    for (let i = 400; i >= 0; i--) {
      all.push(daily(noon - days(i)))
      const gone = new Set(surplusBackups(all, noon))
      all = all.filter((one) => !gone.has(one))
    }
    expect(all.length).toBeLessThanOrEqual(7 + 4 + 12)
    expect(all.length).toBeGreaterThanOrEqual(20)
  })

  it('the last one before a change of the schema, however old', () => {
    const old: NamedBackup = {
      name: backupName(noon - days(900), 'before-schema-4'),
      at: noon - days(900),
      reason: 'before-schema-4',
    }
    const older: NamedBackup = { ...old, at: old.at - days(1), name: backupName(old.at - days(1), 'before-schema-3') }
    const everyDay = Array.from({ length: 800 }, (_, i) => daily(noon - days(i)))
    expect(surplusBackups([...everyDay, old, older], noon)).toContain(older)
    expect(surplusBackups([...everyDay, old, older], noon)).not.toContain(old)
  })

  it('one that somebody asked for stays, and takes no place of the daily ones', () => {
    const asked = (at: number): NamedBackup => ({ name: backupName(at, 'asked'), at, reason: 'asked' })
    const everyDay = Array.from({ length: 800 }, (_, i) => daily(noon - days(i)))
    const byHand = Array.from({ length: 800 }, (_, i) => asked(noon - days(i) + 1000))
    const gone = surplusBackups([...everyDay, ...byHand], noon + days(1))
    expect(gone.filter(({ reason }) => reason === 'asked')).toEqual([])
    expect(gone).toEqual(surplusBackups(everyDay, noon + days(1)))
  })

  it('one that is dated ahead takes no place of today’s', () => {
    const everyDay = Array.from({ length: 800 }, (_, i) => daily(noon - days(i)))
    const ahead = Array.from({ length: 30 }, (_, i) => daily(noon + days(400 + i)))
    expect(surplusBackups([...everyDay, ...ahead], noon)).toEqual(surplusBackups(everyDay, noon))
  })

  it('files of others are none', () => {
    expect(readBackupName(backupName(noon, 'asked'))).toEqual({
      name: backupName(noon, 'asked'),
      at: noon,
      reason: 'asked',
    })
    for (const name of [
      'castellan.db',
      'castellan-2026-06-30.db',
      `${backupName(noon, 'daily')}.sha256`,
      `${backupName(noon, 'daily')}.part`,
    ])
      expect(readBackupName(name)).toBeUndefined()
  })
})

describe('a backup', () => {
  let test: TestHost
  let now: number
  beforeEach(async () => {
    now = Date.parse('2026-06-30T12:00:00Z')
    test = await startTestHost({ importsDir: null, clock: () => now })
    await createCore(test)
    await apply(
      test,
      await stage(
        test,
        extract([
          ['ana', 'Vault'],
          ['ben', 'Wires'],
        ]),
      ),
    )
  })
  afterEach(() => test.close())
  const folder = () => join(test.dataDir, 'backups')

  it('is a checked copy for its owner alone, with its hash beside it, and stands in the log', async () => {
    const made = await test.ask(Backup, 'POST', '/v1/backups')
    const file = join(folder(), made.name)
    expect(readdirSync(folder()).sort()).toEqual([made.name, `${made.name}.sha256`])
    expect([statSync(folder()).mode & 0o777, statSync(file).mode & 0o077]).toEqual([0o700, 0])
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
    expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${sha256}  ${made.name}\n`)
    expect([made.sha256, made.size]).toEqual([sha256, statSync(file).size])
    const { items } = await test.ask(BackupList, 'GET', '/v1/backups')
    expect(items).toEqual([made])
    expect((await test.ask(AuditPage, 'GET', '/v1/audit')).items[0]).toMatchObject({
      action: 'backup.made',
      object: { id: made.name },
      details: { sha256: made.sha256, reason: 'asked' },
    })
    const copy = new Database(file, { readonly: true })
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete')
    expect(copy.prepare('SELECT count(*) FROM grant_version').pluck().get()).toBe(2)
    copy.close()
  })

  it('can be put in the place of the database', async () => {
    const made = await test.ask(Backup, 'POST', '/v1/backups')
    await apply(
      test,
      await stage(test, extract([['eve', 'Vault']]), 'core-2.csv', '2026-07-01T00:00:00.000Z'),
      'a test',
    )
    await test.host.close()
    writeFileSync(join(test.dataDir, 'castellan.db'), readFileSync(join(folder(), made.name)))
    const again = await startTestHost({ dataDir: test.dataDir, importsDir: null })
    const found = await again.ask(AuditVerification, 'POST', '/v1/audit/verify')
    // The log is an older one, and the checkpoints outside tell.
    expect(found.problems.map(({ what }) => what).join()).toMatch(/was signed for/)
    expect(found.imports).toMatchObject({ applied: 1, proved: 1 })
    await again.close()
    test = await startTestHost()
  })

  it('is one moment of a database that is being written to', async () => {
    const target = join(folder(), 'busy.db')
    const live = new Database(join(test.dataDir, 'castellan.db'))
    live.exec('CREATE TABLE pair (a INTEGER, b INTEGER)')
    const insert = live.prepare('INSERT INTO pair VALUES (?, ?)')
    let writing = true
    const writer = (async () => {
      for (let i = 0; writing; i++) {
        live.transaction(() => insert.run(i, i))()
        if (i % 20 === 0) await new Promise((done) => setImmediate(done))
      }
    })()
    await new Promise((done) => setTimeout(done, 100))
    await backUp(join(test.dataDir, 'castellan.db'), target)
    writing = false
    await writer
    live.close()
    const copy = new Database(target, { readonly: true })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    const { n, top, torn } = copy
      .prepare<[], { n: number; top: number; torn: number }>(
        'SELECT count(*) AS n, max(a) AS top, sum(a <> b) AS torn FROM pair',
      )
      .get()!
    expect([n, torn]).toEqual([top + 1, 0])
    copy.close()
  })

  it('that can’t be finished leaves nothing behind', async () => {
    const broken = join(test.dataDir, 'broken.db')
    writeFileSync(broken, 'this is no database at all, but long enough to look at'.repeat(100))
    await expect(backUp(broken, join(folder(), 'x.db'))).rejects.toThrow()
    expect(existsSync(folder()) ? readdirSync(folder()) : []).toEqual([])
  })

  it('is made daily though one is dated ahead, as after a clock that was wrong', async () => {
    now += days(400)
    await test.ask(Backup, 'POST', '/v1/backups')
    now -= days(398)
    await test.host.backUpDaily()
    expect((await test.ask(BackupList, 'GET', '/v1/backups')).items.map(({ reason }) => reason)).toEqual([
      'asked',
      'daily',
    ])
    now += days(1)
    await test.host.backUpDaily()
    expect((await test.ask(BackupList, 'GET', '/v1/backups')).items).toHaveLength(3)
  })

  it('is made once a day, and not on the first', async () => {
    await test.host.backUpDaily()
    expect((await test.ask(BackupList, 'GET', '/v1/backups')).items).toEqual([])
    now += days(1)
    await test.host.backUpDaily()
    await test.host.backUpDaily()
    now += days(1) - 1
    await test.host.backUpDaily()
    expect((await test.ask(BackupList, 'GET', '/v1/backups')).items).toMatchObject([{ reason: 'daily' }])
    now += 1
    await test.host.backUpDaily()
    expect((await test.ask(BackupList, 'GET', '/v1/backups')).items).toHaveLength(2)
  })
})
