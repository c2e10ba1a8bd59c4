import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../../../src/main/domain/audit/audit.service.ts'
import { hashEntry } from '../../../../src/main/domain/audit/audit.ts'
import { system } from '../../../../src/main/domain/shared/actor.ts'
import { auditSigner } from '../../../../src/main/data-dir/audit-key.ts'
import { isSignedBy, type Signer } from '../../../../src/main/domain/audit/checkpoint.ts'
import { dueAt } from '../../../../src/main/domain/audit/checkpoints.service.ts'
import { checkpointOf, type Entry, forger, type Logged, rechain, startLog } from '../../../support/logged.ts'
import { days, hours, minutes } from '../../../support/people.ts'

let log: Logged
beforeEach(() => {
  log = startLog()
})
afterEach(() => log.close())

const file = (name: string) => join(log.people.dataDir, name)
const covered = () => log.checkpoints.list().map(({ checkpoint }) => checkpoint.entries)

describe('a checkpoint', () => {
  it('is signed by a key that only its owner can read, and stands outside the database too', () => {
    log.write(3)
    expect(existsSync(file('audit-key.pem'))).toBe(false)
    const signed = log.checkpoints.now()
    expect(signed?.checkpoint).toMatchObject({ entries: 3, v: 1 })
    expect(statSync(file('audit-key.pem')).mode & 0o777).toBe(0o600)
    const [key = ''] = log.checkpoints.keys()
    expect(isSignedBy(signed!, key)).toBe(true)
    expect(isSignedBy({ ...signed!, checkpoint: { ...signed!.checkpoint, entries: 4 } }, key)).toBe(false)
    expect(JSON.parse(log.checkpointFile(3))).toEqual(signed)
    expect(statSync(file('checkpoints/000000003.json')).mode & 0o777).toBe(0o600)
  })

  it('is due every 1,000 entries, and once a day when there is something new', () => {
    const noon = Date.parse('2026-06-30T12:00:00Z')
    expect(dueAt(0, undefined, noon)).toBeNull()
    expect(dueAt(5, undefined, noon)).toBe(5)
    expect(dueAt(2500, undefined, noon)).toBe(1000)
    expect(dueAt(2500, { seq: 1000, at: noon }, noon)).toBe(2000)
    expect(dueAt(2500, { seq: 2000, at: noon }, noon + hours(11))).toBeNull()
    expect(dueAt(2500, { seq: 2000, at: noon }, noon + hours(12))).toBe(2500)
    expect(dueAt(2500, { seq: 2500, at: noon }, noon + days(3))).toBeNull()
    expect(dueAt(3001, { seq: 2500, at: noon }, noon)).toBe(3000)
  })

  it('grows on from the one before it, over restarts, and each holds', async () => {
    log.write(2300)
    log.checkpoints.due()
    expect(covered()).toEqual([1000, 2000])
    log.restart()
    log.write(900)
    log.people.advance(days(1))
    log.checkpoints.due()
    expect(covered()).toEqual([1000, 2000, 3000])
    expect(await log.verify()).toMatchObject({ entries: 3200, problems: [], notices: [], checkpoints: { count: 3 } })
  })

  it('is not signed over a log that does not hold', () => {
    log.write(5)
    log.tamper((db) => db.exec(`UPDATE audit_entry SET entry = replace(entry, 'ana', 'eva') WHERE seq = 3`))
    expect(log.checkpoints.now()).toBeNull()
    log.checkpoints.due()
    expect(covered()).toEqual([])
  })

  it('is written down again where its file got lost, and never over another', () => {
    log.write(3)
    log.checkpoints.now()
    rmSync(file('checkpoints'), { recursive: true })
    log.checkpoints.publishAll()
    expect(readdirSync(file('checkpoints'))).toEqual(['000000003.json'])
    const other = '{"something":"else"}'
    writeFileSync(file('checkpoints/000000003.json'), other)
    log.checkpoints.publishAll()
    expect(readFileSync(file('checkpoints/000000003.json'), 'utf8')).toBe(other)
  })

  it('whose file is torn is written again, and what was there is put aside', () => {
    log.write(3)
    log.checkpoints.now()
    const whole = readFileSync(file('checkpoints/000000003.json'), 'utf8')
    writeFileSync(file('checkpoints/000000003.json'), whole.slice(0, 40))
    log.checkpoints.publishAll()
    expect(readFileSync(file('checkpoints/000000003.json'), 'utf8')).toBe(whole)
    expect(readFileSync(file('checkpoints/000000003.json.torn'), 'utf8')).toBe(whole.slice(0, 40))
  })

  it('by a new key says that the old one is gone', async () => {
    log.write(3)
    log.checkpoints.now()
    rmSync(file('audit-key.pem'))
    log.restart()
    log.write(1)
    log.checkpoints.now()
    expect(log.people.recorded().map(({ action }) => action)).toContain('audit.key-replaced')
    expect(await log.verify()).toMatchObject({ problems: [], checkpoints: { count: 2 } })
  })
})

describe('verification', () => {
  beforeEach(() => {
    log.write(40)
    log.checkpoints.now()
    log.write(10)
  })

  const broken: [string, string, RegExp][] = [
    ['one flipped bit', `UPDATE audit_entry SET entry = replace(entry, '"ana"', '"ama"') WHERE seq = 7`, /changed/],
    [
      'a flipped bit of the last entry',
      `UPDATE audit_entry SET entry = replace(entry, 'ana', 'ama') WHERE seq = 50`,
      /changed/,
    ],
    ['a changed column', `UPDATE audit_entry SET at = at + 1 WHERE seq = 7`, /columns/],
    ['a removed row', `DELETE FROM audit_entry WHERE seq = 7`, /entries 7 to 7 are missing/],
    ['a removed beginning', `DELETE FROM audit_entry WHERE seq < 7`, /entries 1 to 6 are missing/],
    ['a dropped tail', `DELETE FROM audit_entry WHERE seq > 38`, /entries 39 to 40 are missing: .* signed for 40/],
    [
      'swapped rows',
      `UPDATE audit_entry SET seq = 1007 WHERE seq = 7; UPDATE audit_entry SET seq = 7 WHERE seq = 8; UPDATE audit_entry SET seq = 8 WHERE seq = 1007`,
      /does not follow/,
    ],
    [
      'an inserted row',
      `UPDATE audit_entry SET seq = seq + 1000 WHERE seq > 7; UPDATE audit_entry SET seq = seq - 999 WHERE seq > 1000;
       INSERT INTO audit_entry SELECT 8, at, entry, previous_hash, hash FROM audit_entry WHERE seq = 7`,
      /does not follow/,
    ],
    ['a removed checkpoint', `DELETE FROM audit_checkpoint`, /stands in its file and not in the database/],
    ['a changed checkpoint', `UPDATE audit_checkpoint SET body = replace(body, '"v":1', '"v":1 ')`, /^$/],
    [
      'a forged checkpoint',
      `UPDATE audit_checkpoint SET body = json_set(body, '$.entries', 41)`,
      /not signed by a key/,
    ],
  ]
  it.each(broken)('detects %s', async (name, sql, what) => {
    log.tamper((db) => db.exec(sql))
    const { problems } = await log.verify()
    // Spaces between the tokens of JSON are no part of what is signed.
    if (name === 'a changed checkpoint') expect(problems).toEqual([])
    else expect(problems.map((problem) => problem.what).join('\n')).toMatch(what)
  })

  /** Takes an entry out and makes everything here fit again. */
  function rewrite(signer: Signer): void {
    const entries = log.people.recorded() as unknown as Entry[]
    const texts = rechain(entries.filter((_, i) => i !== 6))
    log.tamper((db) => {
      db.exec('DELETE FROM audit_entry; DELETE FROM audit_checkpoint')
      const insert = db.prepare('INSERT INTO audit_entry (seq, at, entry, previous_hash, hash) VALUES (?, ?, ?, ?, ?)')
      for (const text of texts) {
        const { seq, at, previous } = JSON.parse(text) as { seq: number; at: string; previous: string }
        insert.run(seq, Date.parse(at), text, previous, hashEntry(text))
      }
      const { checkpoint, signature } = checkpointOf(texts, '2026-06-30T10:00:00.000Z', signer)
      const values = [texts.length, 0, JSON.stringify(checkpoint), signature, signer.publicKeyPem, '[]']
      db.prepare('INSERT INTO audit_checkpoint VALUES (?, ?, ?, ?, ?, ?)').run(...values)
    })
    rmSync(file('checkpoints'), { recursive: true })
  }

  it('detects a full rewrite by the checkpoint of before, even when all its traces here are rewritten too', async () => {
    const checkpointFile = log.checkpointFile(40)
    rewrite(auditSigner(log.people.dataDir))
    // Here everything fits together: whoever has this machine and its key can do that.
    expect(await log.verify()).toMatchObject({ problems: [] })
    const { problems } = await log.verify([{ where: 'a receipt of May', text: checkpointFile }])
    expect(problems).toMatchObject([{ seq: 40, what: 'the log is not the one that a receipt of May was signed for' }])
  })

  it('detects a full rewrite that was signed with another key', async () => {
    rewrite(forger())
    const { problems } = await log.verify()
    expect(problems.map(({ what }) => what)).toEqual([expect.stringContaining('was signed by another key')])
  })

  it('says what of the given is no checkpoint, and takes receipts that carry one', async () => {
    const receipt = JSON.stringify({
      castellan: 'import-receipt',
      audit: JSON.parse(log.checkpointFile(40)),
      files: [],
    })
    expect(await log.verify([{ where: 'receipt', text: receipt }])).toMatchObject({ problems: [] })
    const { problems } = await log.verify([{ where: 'a holiday picture', text: '\u0089PNG' }])
    expect(problems).toEqual([{ seq: 0, what: 'a holiday picture can not be read as a checkpoint' }])
  })
})

describe('the clock', () => {
  const at = (ms: number, action: string) =>
    log.people.env.store.transact((tx) => recordAudit(tx, ms, system, { action, object: { type: 'x', id: 'x' } }))
  const noon = Date.parse('2026-06-30T12:00:00Z')

  it('that is set back gets an entry of its own, and the log stays in order', async () => {
    at(noon, 'one')
    at(noon - hours(1), 'two')
    at(noon - days(5 * 365), 'three')
    expect(log.people.recorded().map(({ action }) => action)).toEqual([
      'one',
      'clock.rollback',
      'two',
      'clock.rollback',
      'three',
    ])
    const { problems, notices } = await log.verify()
    expect(problems).toEqual([])
    expect(notices.map(({ seq, what }) => [seq, what])).toEqual([
      [2, 'the clock was set back from 2026-06-30T12:00:00.000Z to 2026-06-30T11:00:00.000Z'],
      [4, expect.stringContaining('from 2026-06-30T11:00:00.000Z to 2021-07-01')],
    ])
  })

  it('that only stutters does not make times run backwards', async () => {
    at(noon, 'one')
    at(noon - minutes(1), 'told late')
    expect(log.people.recorded().map((entry) => (entry as unknown as { at: string }).at)).toEqual([
      '2026-06-30T12:00:00.000Z',
      '2026-06-30T12:00:00.000Z',
    ])
    expect(await log.verify()).toMatchObject({ problems: [], notices: [] })
  })
})
