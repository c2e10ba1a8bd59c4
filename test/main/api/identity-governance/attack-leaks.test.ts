import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inWindow } from '../../../support/attackers.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'
import type { Client } from '../../../support/signed-in.ts'

/** Somebody who wants to see what another person holds, or what was said behind their back. */
let stage: OpenIdm
let eve: Login
let boss: Login
let idm: Login
let asEve: Client
let asBoss: Client
let vault: string
let archive: string
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  eve = await stage.person('eve')
  idm = await stage.person('idm', internal('openidm-admin'))
  asEve = await inWindow(stage, eve)
  asBoss = await inWindow(stage, boss)
  vault = await stage.item('vault', { approvers: ['managed/user/boss'] })
  archive = await stage.item('archive', { approvers: ['managed/user/boss'] })
  await stage.item('secret')
  const roles = ['secret', 'archive'].map((id) => ({ _ref: `managed/role/${id}` }))
  await stage.person('ana', { manager: { _ref: 'managed/user/boss' }, roles })
  await policy('Vault and secret', 'Nobody has both.', ['vault', 'secret'])
  await policy('Archive and secret', 'Not both of these either.', ['archive', 'secret'])
})
afterAll(() => stage.close())

const policy = (name: string, description: string, roles: readonly string[]) => {
  const operand = roles.map((id) => ({
    operator: 'EQUALS',
    operand: { targetName: 'roles', targetValue: `managed/role/${id}` },
  }))
  const expression = JSON.stringify({ operator: 'AND', operand })
  return stage.made('POST', 'governance/adminPolicy?_action=create', { name, description, riskLevel: '9', expression })
}
const requestInput = () => ({ userIds: ['ana'], items: [{ itemId: vault }] })
const answers = [
  expect.objectContaining({
    policyName: 'Vault and secret',
    description: 'Nobody has both.',
    attributes: [{ attribute: 'roles', value: 'managed/role/vault' }],
    remedy: [],
  }),
]

describe('a caller without permission to see the access of a person', () => {
  it('learns from the policy check that a policy forbids it, not what the person holds', async () => {
    const { body } = await stage.call(eve, 'POST', 'access-request/request/policy', requestInput())
    expect(body.violations).toEqual(answers)
    expect(JSON.stringify(body)).not.toMatch(/role.(secret|archive)/)
  })

  it('learns nothing from the refusal of a request', async () => {
    const { status, body } = await stage.call(eve, 'POST', 'access-request/request', requestInput())
    expect([status, body.detail.violations]).toEqual([403, answers])
  })

  it('learns nothing from the preview of a request', async () => {
    const answer = await asEve.send('POST', '/v1/requests/preview', {
      people: ['ana'],
      items: [{ itemId: vault }, { itemId: archive }],
    })
    const [ana] = ((await answer.json()) as { people: { findings: object[]; items: { held: boolean }[] }[] }).people
    expect(ana?.items.map(({ held }) => held)).toEqual([false, false])
    expect(ana?.findings).toHaveLength(1)
    expect(JSON.stringify(ana?.findings)).not.toContain('managed/role/secret')
  })

  it('learns nothing from the card of a task of their own request', async () => {
    const created = await stage.call(eve, 'POST', 'access-request/request', {
      userIds: ['ana'],
      items: [{ itemId: archive }],
    })
    const [taskId] = created.body.result[0].approvalTasks
    const card = (await (await asEve.send('GET', `/v1/approvals/${taskId}`)).json()) as Record<string, unknown>
    expect(card).toMatchObject({ holds: [], holdsInAll: 0, assigned: [], findings: [] })
    expect(card['peers']).toEqual([{ itemId: archive, holders: 0, peers: 0, by: 'nobody' }])
    const whole = (await (await asBoss.send('GET', `/v1/approvals/${taskId}`)).json()) as Record<string, unknown>
    expect(whole).toMatchObject({ holdsInAll: 2, assigned: [archive] })
    expect(whole['findings']).toHaveLength(1)
  })
})

describe('a caller with that permission', () => {
  it('learns what meets: the manager, and who governs policies', async () => {
    const { body } = await stage.call(boss, 'POST', 'access-request/request/policy', requestInput())
    expect(body.violations.map(({ existing }: { existing: boolean }) => existing).toSorted()).toEqual([false, true])
    expect(JSON.stringify(body)).toContain('managed/role/secret')
  })
})

it('an idmAdmin does not read from storage what is hidden from them as the requester', async () => {
  const created = await stage.call(idm, 'POST', 'access-request/request', {
    userIds: ['idm'],
    items: [{ itemId: vault }],
  })
  const { _id: requestId } = created.body.result[0]
  const comment = { requestId, comment: 'why would they?', isHidden: true }
  expect((await stage.call(boss, 'POST', 'access-request/request?_action=comment', comment)).status).toBe(200)
  const own = await stage.call(idm, 'GET', `repo/governance/request/${requestId}`)
  expect(JSON.stringify(own.body)).not.toContain('why would they?')
  const listed = await stage.call(idm, 'GET', 'repo/governance/request?_queryFilter=true')
  expect(JSON.stringify(listed.body)).not.toContain('why would they?')
})
