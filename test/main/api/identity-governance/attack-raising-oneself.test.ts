import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PersonPage } from '../../../../src/contract/identities.ts'
import { User } from '../../../../src/contract/users.ts'
import { tokenOf } from '../../../support/attackers.ts'
import { internal, type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'
import { goodPassword } from '../../../support/people.ts'
import { person } from '../../../support/signed-in.ts'

/** An administrator of the repository, or of users, who wants the rights of those who decide. */
let stage: OpenIdm
let idm: Login
let decider: Login
let owner: Awaited<ReturnType<typeof person>>
const adam: Login = { id: 'adam', username: 'the.adam', password: goodPassword('the.adam') }
beforeAll(async () => {
  stage = await startOpenIdm()
  idm = await stage.person('idm', internal('openidm-admin'))
  decider = await stage.person('decider', internal('access-request-admin'))
  await stage.made('PUT', 'managed/user/adam', { userName: 'adam', givenName: 'Adam', sn: 'Admin' })
  owner = await person(stage.test, 'the.owner', ['owner'])
  const newUser = { username: adam.username, password: adam.password, roles: ['administrator'] }
  await owner.ask(User, 'POST', '/v1/users', { ...newUser, identityId: await guidOf('Adam Admin') })
})
afterAll(() => stage.close())

const guidOf = async (name: string) =>
  (await stage.test.ask(PersonPage, 'GET', '/v1/people?limit=100')).items.find((candidate) => candidate.name === name)
    ?.id
const giving = (name: string, field = 'authzRoles') => [
  { operation: 'add', field: `/${field}/-`, value: { _ref: `internal/role/${name}` } },
]
const rolesOf = async (id: string): Promise<string[]> => {
  const { roles, authzRoles } = await stage.made('GET', `managed/user/${id}?_fields=roles,authzRoles`)
  return [...roles, ...authzRoles].map(({ _ref }: { _ref: string }) => _ref)
}

describe('an internal role', () => {
  it.each(['authzRoles', 'roles'])('cannot be given to oneself, as one of the %s', async (field) => {
    for (const [caller, id] of [[idm, 'idm'] as const, [adam, 'adam'] as const]) {
      const before = await rolesOf(id)
      const { status, body } = await stage.call(caller, 'PATCH', `managed/user/${id}`, giving('glossary-admin', field))
      expect([status, body.message]).toEqual([403, expect.stringContaining('Nobody gives themselves')])
      expect(await rolesOf(id)).toEqual(before)
    }
  })

  it('is given by no token to its owner', async () => {
    const authorization = `Bearer ${await tokenOf(stage, adam, ['repository:manage'])}`
    const patch = (id: string, role: string) =>
      stage.call(null, 'PATCH', `managed/user/${id}`, giving(role), { authorization })
    expect((await patch('adam', 'openidm-admin')).status).toBe(403)
    await stage.person('ana')
    expect((await patch('ana', 'openidm-admin')).status).toBe(200)
  })

  it('that its giver has not is given to no puppet of theirs', async () => {
    const puppet = { userName: 'puppet', password: goodPassword('puppet'), ...internal('access-request-admin') }
    expect((await stage.call(idm, 'PUT', 'managed/user/puppet', puppet)).status).toBe(403)
    expect((await stage.call('token', 'GET', 'managed/user/puppet')).status).toBe(404)
  })

  it('that somebody has stays when they change something else of themselves, and goes when they give it up', async () => {
    const title = [{ operation: 'replace', field: 'title', value: 'Administrator' }]
    expect((await stage.call(idm, 'PATCH', 'managed/user/idm', title)).status).toBe(200)
    expect(await rolesOf('idm')).toEqual(['internal/role/openidm-admin'])
    const less = await stage.person('less', internal('openidm-admin'))
    const none = [{ operation: 'replace', field: 'authzRoles', value: [] }]
    expect((await stage.call(less, 'PATCH', 'managed/user/less', none)).status).toBe(200)
  })

  it('can be given by a token of the operator, which is no person, and by an administrator who has it to somebody else', async () => {
    await stage.person('ben')
    expect((await stage.call(idm, 'PATCH', 'managed/user/ben', giving('openidm-admin'))).status).toBe(200)
    await stage.made('PATCH', 'managed/user/ben', giving('glossary-admin'))
    expect(await rolesOf('ben')).toHaveLength(2)
  })
})

describe('what somebody with more rights signs in with', () => {
  const password = 'eleven herons took the night train'
  const stolen = [{ operation: 'add', field: 'password', value: password }]

  it('is not set by an administrator of the repository', async () => {
    expect((await stage.call(idm, 'PATCH', 'managed/user/decider', stolen)).status).toBe(403)
    expect((await stage.call(decider, 'GET', 'info/login')).status).toBe(200)
    // A known person decides what is put to them: who set their password could decide in their place.
    await stage.person('plain')
    const plain = await stage.call(idm, 'PATCH', 'managed/user/plain', stolen)
    expect([plain.status, plain.body.message]).toEqual([403, expect.stringContaining('decide in their place')])
    expect((await stage.call('token', 'PATCH', 'managed/user/plain', stolen)).status).toBe(200)
  })

  it('is not set by an administrator of users, but by an owner', async () => {
    const identityId = await guidOf('decider Doe')
    const response = await owner.send('GET', '/v1/users?q=user.decider')
    const [user] = ((await response.json()) as { items: User[] }).items
    expect(user?.identityId).toBe(identityId)
    const { token } = (await (
      await stage.test.call(
        'POST',
        '/v1/session',
        { username: adam.username, password: adam.password },
        {},
        {
          kind: 'anonymous',
          channel: 'wire',
        },
      )
    ).json()) as { token: string }
    const set = async (bearer: string | null) =>
      stage.test.call(
        'PUT',
        `/v1/users/${user?.id}/password`,
        { password },
        { 'if-match': `"${user?.revision}"` },
        await stage.test.host.identify(`Bearer ${bearer}`, 'wire'),
      )
    expect((await set(token)).status).toBe(403)
    expect((await set(owner.bearer)).status).toBe(204)
  })

  it('is not made for them by a new user who is tied to them', async () => {
    await stage.made('PUT', 'managed/user/quiet', {
      userName: 'quiet',
      sn: 'Quiet',
      ...internal('access-request-admin'),
    })
    const newUser = { username: 'as.quiet', password, roles: ['approver'], identityId: await guidOf('Quiet') }
    const authorization = `Bearer ${await tokenOf(stage, adam, ['users:manage'])}`
    const script = await stage.test.host.identify(authorization, 'wire')
    expect((await stage.test.call('POST', '/v1/users', newUser, {}, script)).status).toBe(403)
    expect((await owner.send('POST', '/v1/users', newUser)).status).toBe(201)
  })
})
