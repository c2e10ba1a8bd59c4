import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PrincipalList } from '../../../../src/contract/catalogue.ts'
import { User } from '../../../../src/contract/users.ts'
import type { Scope } from '../../../../src/contract/scopes.ts'
import { tokenOf } from '../../../support/attackers.ts'
import { type Answered, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'
import { goodPassword } from '../../../support/people.ts'

/** A script that holds a token for one thing, and wants to do what its owner may do. */
let stage: OpenIdm
let eve: Login
let itemId: string
const officer: Login = { id: 'officer', username: 'the.officer', password: goodPassword('the.officer') }
beforeAll(async () => {
  stage = await startOpenIdm()
  eve = await stage.person('eve')
  await stage.made('PUT', 'managed/user/officer', { userName: 'officer', givenName: 'Olga', sn: 'Officer' })
  const { items } = await stage.test.ask(PrincipalList, 'GET', '/v1/principals?q=olga')
  const { username, password } = officer
  const owner = { username: 'the.owner', password: goodPassword('the.owner'), roles: ['owner'] }
  await stage.test.ask(User, 'POST', '/v1/users', owner)
  const newUser = { username, password, roles: ['security-officer'], identityId: items[0]?.personId }
  await stage.test.ask(User, 'POST', '/v1/users', newUser)
  itemId = await stage.item('vault', { approvers: ['managed/user/officer'] })
})
afterAll(() => stage.close())

const holding = async (...scopes: Scope[]) => {
  const authorization = `Bearer ${await tokenOf(stage, officer, scopes)}`
  return (method: string, path: string, body?: unknown): Promise<Answered> =>
    stage.call(null, method, path, body, { authorization })
}
const makeRequest = async () => {
  const { body } = await stage.call(eve, 'POST', 'access-request/request', { userIds: ['eve'], items: [{ itemId }] })
  const [{ _id: requestId, approvalTasks }] = body.result
  return { requestId, approvalId: approvalTasks[0] }
}
const request = 'access-request/request'

describe('a token without a scope of requests', () => {
  it('can read nothing and do nothing here', async () => {
    const call = await holding('imports:read')
    const { requestId, approvalId } = await makeRequest()
    const calls = [
      await call('GET', 'access-request/user'),
      await call('GET', 'access-request/item'),
      await call('GET', 'access-request/approval'),
      await call('GET', `access-request/approval/${approvalId}`),
      await call('GET', request),
      await call('GET', `${request}/${requestId}`),
      await call('GET', 'commons/glossary'),
      await call('POST', request, { userIds: ['officer'], items: [{ itemId }] }),
      await call('POST', `${request}/approval?_action=approved`, { approvalId }),
      await call('POST', `${request}?_action=reassign`, {
        approvalIds: [approvalId],
        newApproverId: 'managed/user/eve',
      }),
      await call('POST', `${request}?_action=comment`, { requestId, comment: 'hello' }),
    ]
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 403))
    expect((await call('GET', 'info/login')).status).toBe(200)
  })
})

describe('a token to ask', () => {
  it('asks, and decides nothing that is put to its owner', async () => {
    const call = await holding('requests:make')
    const { requestId, approvalId } = await makeRequest()
    const calls = [
      await call('POST', `${request}/approval?_action=approved`, { approvalId }),
      await call('POST', `${request}?_action=reassign`, {
        approvalIds: [approvalId],
        newApproverId: 'managed/user/eve',
      }),
      await call('POST', `${request}?_action=consult`, { approvalIds: [approvalId], consultId: 'managed/user/eve' }),
      await call('GET', 'access-request/approval'),
      await call('GET', `${request}/${requestId}`),
    ]
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 403))
    expect((await call('POST', request, { userIds: ['eve'], items: [{ itemId }] })).status).toBe(201)
  })
})

describe('a token to decide', () => {
  it('decides, and asks for nothing', async () => {
    const call = await holding('requests:decide')
    expect((await call('POST', request, { userIds: ['eve'], items: [{ itemId }] })).status).toBe(403)
    const { approvalId } = await makeRequest()
    expect((await call('POST', `${request}/approval?_action=approved`, { approvalId })).status).toBe(200)
  })
})

describe('a token to read all requests', () => {
  it('says nothing about them, attaches nothing and takes nothing away', async () => {
    const call = await holding('requests:read')
    const { requestId } = await makeRequest()
    const file = { requestId, fileName: 'why.txt', fileType: 'text/plain', content: 'aGVsbG8=' }
    // A file of nobody: the token that attaches it is no person's.
    expect((await stage.call('token', 'POST', `${request}?_action=upload`, file)).status).toBe(200)
    expect((await call('GET', `${request}/${requestId}`)).status).toBe(200)
    const calls = [
      await call('POST', `${request}?_action=comment`, { requestId, comment: 'hello' }),
      await call('POST', `${request}?_action=upload`, { ...file, fileName: 'other.txt' }),
      await call('POST', `${request}?_action=removeFile`, { requestId, fileName: 'why.txt' }),
      await call('POST', `${request}?_action=cancel`, { requestIds: [requestId] }),
    ]
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 403))
  })
})
