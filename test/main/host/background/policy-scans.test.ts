import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { Account, AccountPage, PersonPage } from '../../../../src/contract/identities.ts'
import { PlannedScan, PolicyScan, ScanSettings, ViolationPage } from '../../../../src/contract/policies.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'

let now: number
let test: TestHost
const at = (iso: string) => Date.parse(iso)
beforeEach(async () => {
  now = at('2026-06-26T12:00:00Z')
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

const schedule = { cron: '0 6 * * 1', timeZone: 'UTC' }
const policy = (name: string, permission: string) =>
  test.ask(z.object({ id: z.string() }), 'POST', '/v1/policies', {
    name,
    riskLevel: 5,
    expression: {
      operator: 'CONTAINS',
      operand: { targetName: 'entitlements', targetValue: permission },
    },
  })
const people = async () => {
  await createRoster(test)
  await apply(
    test,
    await stage(test, rosterOf(['1', 'ana', 'Doe', 'ana@cu.example'], ['2', 'ben', 'Doe', 'ben@cu.example']), 'hr.csv'),
  )
  await createCore(test)
}
const plan = (more: Record<string, unknown> = {}) =>
  test.ask(PlannedScan, 'POST', '/v1/policies/scans', { name: 'Mondays', schedule, ...more })
const read = (id: string) => test.ask(PlannedScan, 'GET', `/v1/policies/scans/${id}`)
const settings = () => test.ask(ScanSettings, 'GET', '/v1/policies/scan-settings')
const scanned = async () =>
  (await test.ask(AuditPage, 'GET', '/v1/audit?limit=200')).items.filter(({ action }) => action === 'policies.scanned')
const violations = async (query = '') => (await test.ask(ViolationPage, 'GET', `/v1/policies/violations${query}`)).items
const done = async () => {
  for (;;) {
    const status = await test.ask(PolicyScan, 'GET', '/v1/policies/scan')
    if (status.state !== 'running') return status
    await new Promise((wake) => setTimeout(wake, 10))
  }
}

describe('a planned scan', () => {
  it('comes at its time, once, and says what came of it', async () => {
    const one = await plan()
    expect([one.nextAt, one.lastRun, one.sentence]).toEqual(['2026-06-29T06:00:00.000Z', null, 'Everybody'])
    now = at('2026-06-29T05:59:59Z')
    await test.host.runScans()
    expect(await scanned()).toEqual([])
    now = at('2026-06-29T06:00:01Z')
    await test.host.runScans()
    await test.host.runScans()
    expect(await scanned()).toHaveLength(1)
    expect(await read(one.id)).toMatchObject({
      nextAt: '2026-07-06T06:00:00.000Z',
      lastRun: { kind: 'planned', state: 'done', dueAt: '2026-06-29T06:00:00.000Z', late: null, missed: 0 },
    })
  })

  it('makes up once for the times when Castellan was not running', async () => {
    const one = await plan()
    await test.reopen(() => (now = at('2026-07-15T08:00:00Z')))
    await test.host.runScans()
    expect((await read(one.id)).lastRun).toMatchObject({ dueAt: '2026-07-13T06:00:00.000Z', late: 'closed', missed: 2 })
    expect(await scanned()).toHaveLength(1)
  })

  it('comes no more when it is switched off or taken away, and begins anew with another schedule', async () => {
    const one = await plan()
    now = at('2026-06-30T12:00:00Z')
    const body = { name: 'Daily', schedule: { cron: '0 6 * * *', timeZone: 'UTC' } }
    const changed = await test.ask(PlannedScan, 'PUT', `/v1/policies/scans/${one.id}`, body, { 'if-match': '"0"' })
    expect(changed.nextAt).toBe('2026-07-01T06:00:00.000Z')
    await test.host.runScans()
    expect(await scanned()).toEqual([])
    const off = await test.ask(
      PlannedScan,
      'PUT',
      `/v1/policies/scans/${one.id}`,
      { ...body, active: false },
      { 'if-match': '"1"' },
    )
    expect(off.nextAt).toBeNull()
    expect((await test.call('DELETE', `/v1/policies/scans/${one.id}`, undefined, { 'if-match': '"1"' })).status).toBe(
      412,
    )
    expect((await test.call('DELETE', `/v1/policies/scans/${one.id}`, undefined, { 'if-match': '"2"' })).status).toBe(
      204,
    )
    now = at('2026-08-30T12:00:00Z')
    await test.host.runScans()
    expect(await scanned()).toEqual([])
    expect((await test.call('GET', `/v1/policies/scans/${one.id}`)).status).toBe(404)
  })

  it('looks at the people and policies that it names, gives owners its days, and can be run before its time', async () => {
    await people()
    await apply(
      test,
      await stage(
        test,
        extract([
          ['ana', 'Vault'],
          ['ben', 'Vault'],
          ['ben', 'Wires'],
        ]),
      ),
    )
    // No policy yet, so nothing follows the import; and nothing will when the clock moves.
    await test.host.runScans()
    const { id: vault } = await policy('No vault', 'vault')
    await policy('No wires', 'wires')
    const target = { operator: 'EQUALS', operand: { targetName: 'givenName', targetValue: 'ben' } }
    const yearly = { cron: '0 6 1 1 *', timeZone: 'UTC' }
    const one = await plan({ target, policyIds: [vault], expirationDays: 5, schedule: yearly })
    expect([one.sentence, one.policies]).toEqual([
      'Whoever has givenName “ben”',
      [{ id: vault, name: 'No vault', active: true }],
    ])
    expect((await test.call('POST', `/v1/policies/scans/${one.id}/run`)).status).toBe(202)
    expect(await done()).toMatchObject({ state: 'done', name: 'Mondays', people: 1, found: 1 })
    expect((await violations()).map(({ person: who, policy: rule, dueAt }) => [who.name, rule.name, dueAt])).toEqual([
      ['ben Doe', 'No vault', '2026-07-01T12:00:00.000Z'],
    ])
    expect(await read(one.id)).toMatchObject({ nextAt: one.nextAt, lastRun: { kind: 'by-hand', fresh: 1 } })
    expect((await test.call('POST', '/v1/policies/scan')).status).toBe(202)
    expect(await done()).toMatchObject({ name: '', people: 2, found: 3 })
    now = at('2026-07-02T00:00:00Z')
    expect((await violations('?status=overdue')).map(({ person: who }) => who.name)).toEqual(['ben Doe'])
    const limited = { target, name: 'Ben alone', policyIds: [] }
    expect((await test.call('POST', '/v1/policies/scan', limited)).status).toBe(202)
    expect(await done()).toMatchObject({ name: 'Ben alone', people: 1, found: 2 })
  })

  it('will not do without a time, with policies that nobody knows, or under a name that is taken', async () => {
    const send = async (body: unknown) => {
      const response = await test.call('POST', '/v1/policies/scans', body)
      return [response.status, await response.text()]
    }
    expect(await send({ name: 'x', schedule: { cron: 'Mondays', timeZone: 'Mars' }, policyIds: ['nothing'] })).toEqual([
      400,
      expect.stringMatching(/policyIds\/0.*schedule\/timeZone.*schedule\/cron/),
    ])
    await plan()
    expect((await send({ name: 'mondays', schedule }))[0]).toBe(409)
    expect((await test.call('POST', '/v1/policies/scan', { policyIds: ['nothing'] })).status).toBe(400)
  })
})

describe('the scan after imports', () => {
  const imported = async (grants: Parameters<typeof extract>[0]) => {
    await apply(test, await stage(test, extract(grants), 'core.csv', new Date(now).toISOString()))
    await test.host.idle()
  }
  beforeEach(async () => {
    await people()
    await policy('No wires', 'wires')
  })

  it('follows an import that changed something, with as many days as the settings say', async () => {
    await imported([['ana', 'Vault']])
    await test.host.runScans()
    expect((await settings()).lastRun).toMatchObject({ kind: 'after-imports', found: 0 })
    now += 1000
    await imported([
      ['ana', 'Vault'],
      ['ana', 'Wires'],
    ])
    await test.host.runScans()
    await test.host.runScans()
    expect((await violations()).map(({ person: who, dueAt }) => [who.name, dueAt])).toEqual([
      ['ana Doe', new Date(now + 30 * 86_400_000).toISOString()],
    ])
    expect((await scanned()).map(({ actor }) => actor.kind)).toEqual(['system', 'system'])
  })

  it('comes at the next start when Castellan was closed before it', async () => {
    await imported([['ana', 'Wires']])
    await test.reopen(() => (now += 60_000))
    await test.host.runScans()
    expect(await violations()).toHaveLength(1)
    await test.reopen(() => (now += 60_000))
    await test.host.runScans()
    expect(await scanned()).toHaveLength(1)
  })

  it('follows a match by hand, also at the next start, since somebody else has the access by it', async () => {
    await imported([['ana', 'Wires']])
    await test.host.runScans()
    expect((await violations()).map(({ person }) => person.name)).toEqual(['ana Doe'])
    const { items } = await test.ask(AccountPage, 'GET', '/v1/accounts?match=any')
    const ben = (await test.ask(PersonPage, 'GET', '/v1/people?q=ben')).items[0]
    const path = `/v1/accounts/${items[0]?.id}/match`
    const etag = { 'if-match': `"${items[0]?.revision}"` }
    now += 60_000
    await test.ask(Account, 'PUT', path, { personId: ben?.id, reason: 'it is his' }, etag)
    await test.reopen(() => (now += 60_000))
    await test.host.runScans()
    expect((await violations('?status=active')).map(({ person }) => person.name)).toEqual(['ben Doe'])
  })

  it('can be switched off, and says who did', async () => {
    const { revision } = await settings()
    const body = { afterImports: false, expirationDays: null }
    await test.ask(ScanSettings, 'PUT', '/v1/policies/scan-settings', body, { 'if-match': `"${revision}"` })
    await imported([['ana', 'Wires']])
    await test.host.runScans()
    expect([await scanned(), await violations()]).toEqual([[], []])
    await test.call('POST', '/v1/policies/scan')
    expect((await done()).found).toBe(1)
    expect((await violations()).map(({ dueAt }) => dueAt)).toEqual([null])
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit?limit=200')
    expect(items.find(({ action }) => action === 'settings.changed')).toMatchObject({
      object: { id: 'policy-scans' },
      details: body,
    })
  })
})

it('a scan that the end of the program stops leaves nothing behind, and a planned one comes again', async () => {
  const one = await plan()
  now = at('2026-06-29T06:00:01Z')
  const running = test.host.runScans()
  await test.reopen()
  await running
  await test.host.runScans()
  expect((await read(one.id)).lastRun).toMatchObject({ state: 'done' })
  expect(await scanned()).toHaveLength(1)
})
