import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AuditVerification } from '../../../src/contract/audit.ts'
import { castellan, inProcess } from './castellan.ts'
import { apply, createCore, extract, type Grant, stage, startTestHost } from '../../support/test-host.ts'

vi.setConfig({ testTimeout: 60_000 })
let cli: ReturnType<typeof castellan>
const grants: Grant[] = Array.from({ length: 12 }, (_, i) => [`user${i}`, 'Wire Approval'])

beforeEach(async () => {
  cli = castellan()
  const host = await startTestHost({ dataDir: cli.at('data') })
  await createCore(host)
  await apply(host, await stage(host, extract(grants)))
  await apply(host, await stage(host, extract(grants.slice(1)), 'core-2.csv', '2026-07-31T17:00:00.000Z'))
  await host.close()
})
afterEach(() => cli.dispose())

const data = () => ['--data', cli.at('data')]
const verifier = resolve(import.meta.dirname, '../../../resources/verify-audit.mjs')

describe.each(['beside a running Castellan', 'without one'])('%s', (place) => {
  test('the log holds, and its export holds for a stranger', async () => {
    if (place === 'without one') cli.stayAlone()
    else await cli.serve()
    const verification = await cli.json(AuditVerification, 'verify')
    expect(verification).toMatchObject({
      problems: [],
      notices: [],
      imports: { applied: 2, proved: 2, withoutPreview: 0 },
    })
    const out = cli.at('audit.jsonl')
    const exported = await cli.run('audit', 'export', '--out', out, ...data())
    expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('SHA-256') })
    expect((await cli.run('audit', 'export', '--out', out, ...data())).code).toBe(2)
    const [checkpoint = ''] = readdirSync(cli.at('data/checkpoints'))
    const against = cli.at('data/checkpoints', checkpoint)
    expect(execFileSync(process.execPath, [verifier, out, '--against', against], { encoding: 'utf8' })).toContain(
      'The log holds.',
    )
    expect(JSON.parse(readFileSync(out, 'utf8').trimEnd().split('\n').at(-2) ?? '')).toMatchObject({})
    expect((await cli.run('verify', '--against', against, ...data())).stdout).toContain('The log holds.')
  })
})

test.each([
  [
    'the chain',
    `DROP TRIGGER audit_entry_is_never_changed; UPDATE audit_entry SET entry = replace(entry, 'local operator', 'nobody')`,
    /was changed after/,
  ],
  ['a grant', `UPDATE grant_version SET access = 'Full' WHERE rowid_of`, /facts were changed/],
  ['an account', `UPDATE account_version SET email = 'eve@cu.example' WHERE account_id = 3`, /facts were changed/],
  ['an ended grant', `UPDATE grant_version SET to_seq = 2147483647 WHERE to_seq = 2`, /facts were changed/],
  ['a grant in one of its tables', `DELETE FROM holder_version WHERE account_id = 3`, /read differently by account/],
  [
    'an added account',
    `INSERT INTO account_version (account_id, source_id, from_seq, file_id, line) VALUES (4, 1, 2, 1, 1)`,
    /facts were changed/,
  ],
  [
    'a user name',
    `DROP TRIGGER account_key_is_permanent; UPDATE account SET user_name = 'eve' WHERE id = 3`,
    /facts were changed/,
  ],
  [
    'rules',
    `DROP TRIGGER rule_version_is_permanent; UPDATE rule_version SET rules = replace(rules, 'core', 'Core')`,
    /rules are not those/,
  ],
  ['the hash of a file', `UPDATE import_file SET sha256 = '${'0'.repeat(64)}'`, /files are not those/],
  ['a generation', `DELETE FROM generation WHERE seq = 1`, /was applied, and is not in the database/],
])('somebody who changes %s behind its back is found out', async (_name, sql, words) => {
  const db = new Database(cli.at('data/castellan.db'))
  db.pragma('foreign_keys = OFF')
  db.exec(sql.replace('rowid_of', 'account_id = 3'))
  db.close()
  const { code, stdout } = await inProcess(['verify', ...data()])
  expect(stdout).toMatch(words)
  expect(stdout).toContain('The log does NOT hold.')
  expect(code).toBe(1)
})

test('what was kept elsewhere and is no checkpoint is said to be none', async () => {
  writeFileSync(cli.at('note.txt'), 'hello')
  const { code, stdout } = await inProcess(['verify', '--against', cli.at('note.txt'), ...data()])
  expect([code, stdout]).toEqual([1, expect.stringContaining('can not be read as a checkpoint')])
  expect((await inProcess(['verify', '--against', join(cli.at('data'), 'nothing'), ...data()])).code).toBe(2)
})
