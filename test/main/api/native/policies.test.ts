import { afterAll, beforeAll, expect, it } from 'vitest'
import { Policy } from '../../../../src/contract/policies.ts'
import { type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
beforeAll(async () => {
  stage = await startOpenIdm()
})
afterAll(() => stage.close())

it('what a script wrote of a policy stays when a person changes it', async () => {
  const expression = { operator: 'EQUALS', operand: { targetName: 'roles', targetValue: 'managed/role/vault' } }
  const { _id: id } = await stage.made('POST', 'governance/adminPolicy?_action=create', {
    name: 'No vault',
    expression: JSON.stringify(expression),
    remediationProcess: 'RemoveEntitlements',
  })
  const { revision, name, description, riskLevel, active } = await stage.test.ask(Policy, 'GET', `/v1/policies/${id}`)
  const body = { name: `${name}, ever`, description, riskLevel, active, expression, ownerId: null }
  await stage.test.ask(Policy, 'PUT', `/v1/policies/${id}`, body, { 'if-match': `"${revision}"` })
  expect(await stage.made('GET', `governance/adminPolicy/${id}`)).toMatchObject({
    name: 'No vault, ever',
    remediationProcess: 'RemoveEntitlements',
  })
})
