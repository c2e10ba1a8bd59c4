import { afterEach, beforeEach, expect, test } from 'vitest'
import { AuditVerification } from '../../../../../src/contract/audit.ts'
import { ChangePage, Import } from '../../../../../src/contract/imports.ts'
import { Application } from '../../../../../src/contract/applications.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../../support/test-host.ts'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
  await createCore(host)
  await apply(host, await stage(host, extract([['ana', 'Vault']])))
})
afterEach(() => host.close())

/** Ana gains Wires; the name of the file tells the two extracts apart. */
const gain = (n: number) =>
  stage(
    host,
    extract([
      ['ana', 'Vault'],
      ['ana', 'Wires'],
      [`new${n}`, 'Vault'],
    ]),
    `core-${n}.csv`,
    `2026-07-0${n}T00:00:00.000Z`,
  )
const gainOf = async (staged: Import, entitlement = 'Wires') => {
  const { items } = await host.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)
  const change = items.find(({ kind, entitlement: of }) => kind === 'gains' && of?.name === entitlement)
  if (!change) throw new Error('no such gain')
  return change
}
const holdBack = async (staged: Import) =>
  host.ask(Import, 'POST', `/v1/imports/${staged.id}/holds`, { changeId: (await gainOf(staged)).id, reason: 'not yet' })
const release = async (staged: Import) =>
  host.ask(Import, 'DELETE', `/v1/imports/${staged.id}/holds/${(await gainOf(staged)).id}`)
const read = (staged: Import) => host.ask(Import, 'GET', `/v1/imports/${staged.id}`)
const approve = async (staged: Import) =>
  (await host.call('POST', `/v1/imports/${staged.id}/apply`, { digest: staged.digest })).status
const core = async () => {
  const { items } = (await (await host.call('GET', '/v1/applications')).json()) as { items: unknown[] }
  return Application.parse(items[0])
}
const problems = async () => (await host.ask(AuditVerification, 'POST', '/v1/audit/verify')).problems

test('a release in one import gives every open preview of the application a new digest', async () => {
  const first = await gain(1)
  await holdBack(first)
  const second = await gain(2)
  expect([second.held, (await gainOf(second)).held?.reason]).toEqual([1, 'not yet'])
  await release(first)
  expect(await approve(second)).toBe(412)
  const shown = await read(second)
  expect([shown.held, shown.after]).toEqual([0, { accounts: 2, grants: 3 }])
  await apply(host, shown)
  expect(await core()).toMatchObject({ accounts: 2, grants: 3 })
  expect(await problems()).toEqual([])
})

test('a hold in one import gives every open preview of the application a new digest', async () => {
  const first = await gain(1)
  const second = await gain(2)
  await holdBack(first)
  expect(await approve(second)).toBe(412)
  const shown = await read(second)
  expect([shown.held, shown.after]).toEqual([1, { accounts: 2, grants: 2 }])
  await apply(host, shown)
  expect(await core()).toMatchObject({ accounts: 2, grants: 2 })
  expect(await problems()).toEqual([])
})

test('what is held back after the approval does not change what is applied: the import is staged again', async () => {
  const first = await gain(1)
  const second = await gain(2)
  const change = await gainOf(first)
  // Both requests arrive before the queue has taken the approved import.
  const [approved, held] = await Promise.all([
    host.call('POST', `/v1/imports/${second.id}/apply`, { digest: second.digest }),
    host.call('POST', `/v1/imports/${first.id}/holds`, { changeId: change.id, reason: 'not yet' }),
  ])
  expect([approved.status, held.status]).toEqual([202, 201])
  await host.host.idle()
  const after = await read(second)
  if (after.state === 'applied') expect(await core()).toMatchObject({ grants: 3 })
  else expect(after).toMatchObject({ state: 'staged', held: 1 })
  expect(await problems()).toEqual([])
})
