import { afterEach, beforeEach, expect, it } from 'vitest'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { minutes } from '../../../support/people.ts'
import { person } from '../../../support/signed-in.ts'
import { startTestHost, type TestHost } from '../../../support/test-host.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ importsDir: null, clock: () => now })
  await person(test, 'olga', ['owner'])
})
afterEach(() => test.close())

it('exporting the log needs a fresh password, and is itself the last entry', async () => {
  const ada = await person(test, 'ada', ['auditor'])
  const exported = await ada.send('GET', '/v1/audit/export')
  expect([exported.status, exported.headers.get('content-type')]).toEqual([200, 'application/jsonl'])
  const lines = (await exported.text()).trimEnd().split('\n')
  expect(lines[0]).toContain('"castellan":"audit export"')
  const entries = lines.filter((line) => line.includes('"previous":'))
  expect(JSON.parse(entries.at(-1) ?? '')).toMatchObject({ action: 'audit.exported', actor: { name: 'ada' } })
  expect(lines.at(-1)).toContain(`"entries":${entries.length}`)

  now += minutes(6)
  expect(await ada.refusal('GET', '/v1/audit/export')).toEqual([403, 'step-up-needed'])
  const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
  expect(items.filter(({ action }) => action === 'audit.exported')).toHaveLength(1)
})

it('the log is closed to callers without permission', async () => {
  const bob = await person(test, 'bob', ['approver'])
  expect(await bob.refusal('GET', '/v1/audit/export')).toEqual([403, 'forbidden'])
  expect(await bob.refusal('POST', '/v1/audit/verify')).toEqual([403, 'forbidden'])
})
