import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AuditVerification } from '../../../../../src/contract/audit.ts'
import { ChangePage, Import, ImportPage } from '../../../../../src/contract/imports.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  type TestHost,
} from '../../../../support/test-host.ts'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
  await createCore(host)
})
afterEach(() => host.close())

const grants: Grant[] = Array.from({ length: 12 }, (_, i) => [`user${i}`, `Permission ${i % 3}`, 'Y', `Näme \\ ${i}`])
const june = '2026-06-30T17:00:00.000Z'
const july = '2026-07-31T17:00:00.000Z'
const verify = () => host.ask(AuditVerification, 'POST', '/v1/audit/verify')

async function holdBack(staged: Import, ...wanted: [kind: string, user: string][]): Promise<Import> {
  const { items } = await host.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes?limit=1000`)
  let held = staged
  for (const [kind, user] of wanted) {
    const change = items.find((candidate) => candidate.kind === kind && candidate.account?.userName === user)
    const body = { changeId: change?.id, reason: 'not before Monday' }
    held = await host.ask(Import, 'POST', `/v1/imports/${staged.id}/holds`, body)
  }
  return held
}

test('every kind of change can be proved from the facts: joins, leaves, gains, losses, changes, and the way back', async () => {
  await apply(host, await stage(host, extract(grants)))
  const second = [
    ...grants.slice(1, 10),
    ['user10', 'Permission 9', 'Read', 'Näme 10'],
    ['user11', 'Permission 2', 'N', 'Renamed'],
    ['user12', 'Permission 1'],
  ] as Grant[]
  const applied = await apply(host, await stage(host, extract(second), 'core-2.csv', july), 'the vault was closed')
  const undo = await host.ask(Import, 'POST', `/v1/imports/${applied.id}/undo`)
  await host.host.idle()
  await apply(host, await host.ask(Import, 'GET', `/v1/imports/${undo.id}`), 'it was too early')
  await apply(host, await stage(host, extract(second), 'core-3.csv', july), 'the vault was closed')
  const { problems, imports } = await verify()
  expect([problems, imports]).toEqual([[], { applied: 4, proved: 4, withoutPreview: 0 }])
})

test('what was held back is no part of what is proved, not even a new account’s name', async () => {
  await apply(host, await stage(host, extract(grants)))
  const more = [...grants.slice(1), ['user12', 'Permission 1'], ['user13', 'Permission 0']] as Grant[]
  const staged = await stage(host, extract(more), 'core-2.csv', july)
  await apply(host, await holdBack(staged, ['joins', 'user12'], ['leaves', 'user0']), 'new people')
  expect(await verify()).toMatchObject({ problems: [], imports: { applied: 2, proved: 2, withoutPreview: 1 } })
})

test('an apply that was interrupted can be applied again, and is proved', async () => {
  const staged = await stage(host, extract(grants), 'core.csv', june)
  const db = new Database(join(host.dataDir, 'castellan.db'))
  db.prepare('ATTACH ? AS staging').run(join(host.dataDir, 'staging', `${staged.id}.db`))
  // As if the process had been killed after its first chunk.
  db.exec(`
    UPDATE source SET pending_seq = 1;
    UPDATE import SET state = 'applying';
    INSERT INTO account (id, guid, application_id, user_name) SELECT id, guid, 1, user_name FROM staging.account WHERE id < 5;
    INSERT INTO entitlement (id, guid, application_id, group_name, heading, section, permission)
      SELECT id, guid, 1, group_name, heading, section, permission FROM staging.entitlement;
    INSERT INTO account_version (account_id, source_id, from_seq, file_id, line) SELECT id, 1, 1, file_id, line FROM staging.account WHERE id < 5;
  `)
  db.close()
  await host.reopen()
  const again = await host.ask(Import, 'GET', `/v1/imports/${staged.id}`)
  expect(again).toMatchObject({ state: 'staged', digest: staged.digest })
  expect(await apply(host, again)).toMatchObject({ state: 'applied' })
  expect(await verify()).toMatchObject({ problems: [], imports: { applied: 1, proved: 1 } })
})

test('the receipt beside a file carries a checkpoint, by which the log can be held to it later', async () => {
  host.drop('core.csv', extract(grants))
  await vi.waitFor(async () => {
    await host.host.sweep()
    expect((await host.ask(ImportPage, 'GET', '/v1/imports')).items[0]?.state).toBe('staged')
  }, 10_000)
  const [staged] = (await host.ask(ImportPage, 'GET', '/v1/imports')).items
  await apply(host, staged!)
  const receipts = () =>
    readdirSync(host.importsDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.receipt.json'))
  await vi.waitFor(() => expect(receipts()).toHaveLength(1), 10_000)
  const text = readFileSync(join(host.importsDir, receipts()[0] ?? ''), 'utf8')
  expect(JSON.parse(text)).toMatchObject({
    import: { state: 'applied' },
    audit: { checkpoint: { entries: expect.any(Number) } },
  })
  const against = (checkpoint: string) =>
    host.ask(AuditVerification, 'POST', '/v1/audit/verify', { against: [{ name: 'the receipt', text: checkpoint }] })
  expect(await against(text)).toMatchObject({ problems: [] })
  const forged = text.replace(/"entries": \d+/, '"entries": 2')
  expect((await against(forged)).problems.map(({ what }) => what)).toEqual([expect.stringContaining('the receipt')])
})
