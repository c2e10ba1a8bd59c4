import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage, AuditVerification } from '../../../src/contract/audit.ts'
import { ChangePage, Import, ImportPage } from '../../../src/contract/imports.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const first = extract([
  ['ana', 'Wire Approval', 'Y', 'Ana Silva'],
  ['ana', 'Vault', 'Y', 'Ana Silva'],
  ['ben', 'Vault', 'Y', 'Ben Ito'],
])
const second = extract([
  ['ana', 'Wire Approval', 'Full', 'Ana Silva'],
  ['ben', 'Vault', 'Y', 'Ben Ito'],
  ['ben', 'Wire Approval', 'Y', 'Ben Ito'],
])

const sentences = async (id: string) =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${id}/changes`)).items.map((change) => change.sentence)

describe('the main job', () => {
  it('shows what a first extract would change, and changes nothing until it is applied', async () => {
    await createCore(test)
    const staged = await stage(test, first)
    expect(staged).toMatchObject({
      state: 'staged',
      guard: { verdict: 'quiet' },
      reconciliation: { read: 3, applied: 3 },
      after: { accounts: 2, grants: 3 },
    })
    expect(await sentences(staged.id)).toEqual([
      'Wire Approval appears in Core Banking',
      'Vault appears in Core Banking',
      'Ana Silva joins Core Banking',
      'Ana Silva gains Wire Approval in Core Banking with access Y',
      'Ana Silva gains Vault in Core Banking with access Y',
      'Ben Ito joins Core Banking',
      'Ben Ito gains Vault in Core Banking with access Y',
    ])
    expect(await apply(test, staged)).toMatchObject({ state: 'applied', generation: 1, undoable: true })
  })

  it('tells a second extract as differences, and takes it back', async () => {
    await createCore(test)
    await apply(test, await stage(test, first))
    const staged = await stage(test, second, 'core.csv', '2026-07-31T17:00:00.000Z')
    expect(await sentences(staged.id)).toEqual([
      'Ana Silva: Wire Approval in Core Banking changes from "Y" to "Full"',
      'Ana Silva loses Vault in Core Banking',
      'Ben Ito gains Wire Approval in Core Banking with access Y',
    ])
    const applied = await apply(test, staged)
    const undo = await test.ask(Import, 'POST', `/v1/imports/${applied.id}/undo`)
    await test.host.idle()
    expect(await sentences(undo.id)).toEqual([
      'Ana Silva: Wire Approval in Core Banking changes from "Full" to "Y"',
      'Ana Silva gains Vault in Core Banking with access Y',
      'Ben Ito loses Wire Approval in Core Banking',
    ])
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    const queued = items.find(({ action }) => action === 'import.undo-queued')
    expect(queued?.object).toEqual({ type: 'import', id: undo.id, name: 'Core Banking' })
    const undone = await apply(test, await test.ask(Import, 'GET', `/v1/imports/${undo.id}`))
    expect(undone).toMatchObject({ state: 'applied', generation: 3, kind: 'undo', restores: 1 })
    const again = await stage(test, second, 'core.csv', '2026-07-31T17:00:00.000Z')
    expect(again).toMatchObject({ state: 'staged', counts: { gains: 1, loses: 1, adjusts: 1 } })
  })

  it('records the same bytes again as a duplicate', async () => {
    await createCore(test)
    await apply(test, await stage(test, first))
    expect(await stage(test, first, 'core-again.csv')).toMatchObject({ state: 'duplicate' })
  })

  it('refuses a stale digest and a decision twice', async () => {
    await createCore(test)
    const staged = await stage(test, first)
    expect((await test.call('POST', `/v1/imports/${staged.id}/apply`, { digest: 'f'.repeat(64) })).status).toBe(412)
    await apply(test, staged)
    expect((await test.call('POST', `/v1/imports/${staged.id}/apply`, { digest: staged.digest })).status).toBe(409)
  })

  it('stages again when another import was applied in between', async () => {
    await createCore(test)
    const [one, two] = [await stage(test, first, 'core1.csv'), await stage(test, second, 'core2.csv')]
    await apply(test, one)
    expect(await apply(test, two)).toMatchObject({
      state: 'staged',
      baseGeneration: 1,
      counts: { gains: 1, loses: 1, adjusts: 1, joins: 0 },
    })
  })

  it('keeps a chain of audit entries that verifies', async () => {
    await createCore(test)
    await apply(test, await stage(test, first))
    const actions = (await test.ask(AuditPage, 'GET', '/v1/audit')).items.map(({ action }) => action)
    expect(actions).toEqual([
      'import.applied',
      'import.approved',
      'import.staged',
      'import.queued',
      'file.received',
      'application.created',
    ])
    expect(await test.ask(AuditVerification, 'POST', '/v1/audit/verify')).toMatchObject({ entries: 6, problems: [] })
  })

  it('survives a restart while an import waits', async () => {
    await createCore(test)
    const staged = await stage(test, first)
    await test.reopen()
    expect(await sentences(staged.id)).toHaveLength(7)
    expect(await apply(test, staged)).toMatchObject({ state: 'applied' })
  })
})

describe('the policy "when-guard-quiet"', () => {
  it('applies by itself what is unsuspicious, and leaves the rest to a person', async () => {
    await createCore(test, { apply: 'when-guard-quiet' })
    expect(await stage(test, first)).toMatchObject({ state: 'applied', generation: 1 })
    const nobody = await stage(test, extract([]), 'core2.csv', '2026-07-31T17:00:00.000Z')
    expect(nobody).toMatchObject({ state: 'staged', guard: { verdict: 'tripped' } })
    const actions = (await test.ask(AuditPage, 'GET', '/v1/audit')).items.filter(
      ({ action }) => action === 'import.approved',
    )
    expect(actions).toMatchObject([{ actor: { kind: 'system' } }])
  })
})

describe('the list of imports', () => {
  it('is filtered by application and state together', async () => {
    const core = await createCore(test)
    await apply(test, await stage(test, first))
    await stage(test, second, 'core2.csv', '2026-07-31T17:00:00.000Z')
    const list = async (query: string) =>
      (await test.ask(ImportPage, 'GET', `/v1/imports?${query}`)).items.map(({ state }) => state)
    expect(await list(`applicationId=${core.id}`)).toEqual(['staged', 'applied'])
    expect(await list(`applicationId=${core.id}&state=staged`)).toEqual(['staged'])
    expect(await list('applicationId=0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c09&state=staged')).toEqual([])
  })
})
