import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Change, ChangePage, Import } from '../../../../../src/contract/imports.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
  await createCore(test)
  await apply(
    test,
    await stage(
      test,
      extract([
        ['ana', 'Vault'],
        ['ana', 'Wires'],
        ['ben', 'Vault'],
        ['cem', 'Vault'],
        ['dora', 'Vault'],
        ['eve', 'Vault'],
      ]),
    ),
  )
})
afterEach(() => test.close())

const changes = async (staged: Import): Promise<Change[]> =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes`)).items
const holdBack = async (staged: Import, find: (change: Change) => boolean, reason = 'still needed until Friday') => {
  const change = (await changes(staged)).find(find)
  return test.ask(Import, 'POST', `/v1/imports/${staged.id}/holds`, { changeId: change?.id, reason })
}
/** Ben leaves, Ana loses Wires, Fay joins. */
const later = (n: number) =>
  extract([
    ['ana', 'Vault'],
    ['cem', 'Vault'],
    ['dora', 'Vault'],
    ['eve', 'Vault'],
    ['fay', 'Vault', 'Y', `Fay ${n}`],
  ])
const next = (n: number) => stage(test, later(n), 'core.csv', `2026-07-0${n}T00:00:00.000Z`)

describe('a change that is held back', () => {
  it('stays out, and changes the digest and what is promised', async () => {
    const staged = await next(1)
    expect(staged).toMatchObject({
      counts: { joins: 1, leaves: 1, gains: 1, loses: 2 },
      after: { accounts: 5, grants: 5 },
    })
    const held = await holdBack(staged, ({ kind }) => kind === 'leaves')
    expect(held.digest).not.toBe(staged.digest)
    // Who doesn't leave keeps what he holds.
    expect(held).toMatchObject({ held: 2, after: { accounts: 6, grants: 6 } })
    expect((await test.call('POST', `/v1/imports/${staged.id}/apply`, { digest: staged.digest })).status).toBe(412)
    await apply(test, held)
    const again = await stage(
      test,
      extract([
        ['ana', 'Vault'],
        ['ben', 'Vault'],
        ['cem', 'Vault'],
        ['dora', 'Vault'],
        ['eve', 'Vault'],
        ['fay', 'Vault', 'Y', 'Fay 1'],
      ]),
      'core.csv',
      '2026-07-05T00:00:00.000Z',
    )
    expect(again).toMatchObject({
      before: { accounts: 6, grants: 6 },
      counts: { joins: 0, gains: 0, loses: 0, leaves: 0 },
    })
  })

  it('stays held in later imports until it is released', async () => {
    const first = await next(1)
    await apply(test, await holdBack(first, ({ kind, account }) => kind === 'loses' && account?.userName === 'ana'))
    const second = await next(2)
    const stillHeld = (await changes(second)).filter((change) => change.held)
    expect(stillHeld.map(({ sentence, held }) => [sentence, held?.reason])).toEqual([
      ['Wires disappears from Core Banking', 'still needed until Friday'],
      ['ana Doe loses Wires in Core Banking', 'still needed until Friday'],
    ])
    const released = await test.ask(Import, 'DELETE', `/v1/imports/${second.id}/holds/${stillHeld[1]?.id}`)
    expect(released).toMatchObject({ held: 0, after: { grants: 5 } })
    expect(await apply(test, released)).toMatchObject({ state: 'applied', after: { accounts: 5, grants: 5 } })
  })

  it('does not let the same bytes pass as a duplicate, since they could say more now', async () => {
    const staged = await next(1)
    await apply(test, await holdBack(staged, ({ kind }) => kind === 'joins'))
    const again = await stage(test, later(1), 'core.csv', '2026-07-01T00:00:00.000Z')
    expect(again).toMatchObject({ state: 'staged', counts: { joins: 1, gains: 1 }, held: 2 })
  })

  it('is refused for what follows from other changes, and for an import that has ended', async () => {
    const staged = await next(1)
    const [first] = await changes(staged)
    expect(first?.kind).toBe('disappears')
    expect(
      (await test.call('POST', `/v1/imports/${staged.id}/holds`, { changeId: first?.id, reason: 'because' })).status,
    ).toBe(400)
    await apply(test, staged)
    expect((await test.call('POST', `/v1/imports/${staged.id}/holds`, { changeId: 2, reason: 'because' })).status).toBe(
      409,
    )
  })

  it('is found by the filter for held changes', async () => {
    const staged = await next(1)
    await holdBack(staged, ({ kind }) => kind === 'joins')
    const page = await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes?held=true`)
    expect(page).toMatchObject({ total: 2, items: [{ kind: 'joins' }, { kind: 'gains' }] })
    expect((await test.ask(ChangePage, 'GET', `/v1/imports/${staged.id}/changes?held=false`)).total).toBe(4)
  })
})
