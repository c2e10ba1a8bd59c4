import { afterEach, beforeEach, expect, test } from 'vitest'
import { PersonPage } from '../../../../src/contract/identities.ts'
import { User } from '../../../../src/contract/users.ts'
import { goodPassword } from '../../../support/people.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'
import { person } from '../../../support/signed-in.ts'
import { apply, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'

let host: TestHost
beforeEach(async () => {
  host = await startTestHost()
  await createRoster(host)
  await apply(host, await stage(host, rosterOf(['1', 'Olga', 'Owner'], ['2', 'Sam', 'Silva']), 'hr.csv'))
})
afterEach(() => host.close())

const idOf = async (name: string) =>
  (await host.ask(PersonPage, 'GET', '/v1/people')).items.find((one) => one.name === name)?.id

test('a user is tied to somebody known, and to nobody else', async () => {
  const olga = await person(host, 'olga', ['owner'])
  const sam = await person(host, 'sam', ['auditor'])
  const change = (id: string, revision: number, body: object) =>
    olga.send('PATCH', `/v1/users/${id}`, body, { 'if-match': `"${revision}"` })
  const unknown = await change(sam.user.id, 1, { identityId: '11111111-1111-4111-8111-111111111111' })
  expect(unknown.status).toBe(400)
  const tied = await change(sam.user.id, 1, { identityId: await idOf('Sam Silva') })
  expect(User.parse(await tied.json())).toMatchObject({ identityId: await idOf('Sam Silva'), revision: 2 })
  const made = { username: 'eve', roles: ['auditor'], identityId: '11111111-1111-4111-8111-111111111111' }
  expect((await olga.send('POST', '/v1/users', made)).status).toBe(400)
})

test('who one is oneself is said once, and then by somebody else', async () => {
  const olga = await person(host, 'olga', ['owner'])
  const tie = async (revision: number, name: string) =>
    olga.send('PATCH', `/v1/users/${olga.user.id}`, { identityId: await idOf(name) }, { 'if-match': `"${revision}"` })
  expect((await tie(1, 'Olga Owner')).status).toBe(200)
  expect((await tie(2, 'Sam Silva')).status).toBe(403)
})

test('nobody becomes somebody who has a user, by a second one', async () => {
  const olga = await person(host, 'olga', ['owner'])
  const adam = await person(host, 'adam', ['administrator'])
  const sam = { username: 'sam', roles: ['approver'], identityId: await idOf('Sam Silva') }
  const { id } = await olga.ask(User, 'POST', '/v1/users', sam)
  const puppet = { ...sam, username: 'puppet', password: goodPassword('puppet') }
  const refused = await adam.send('POST', '/v1/users', puppet)
  expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
    403,
    'Who sets what a person signs in with could decide in their place. Only an owner does.',
  ])
  const second = await olga.send('POST', '/v1/users', puppet)
  expect([second.status, ((await second.json()) as { detail: string }).detail]).toEqual([
    409,
    'sam is this person already. A person has one user.',
  ])
  const made = await adam.ask(User, 'POST', '/v1/users', { ...puppet, identityId: null })
  const tie = (user: string, revision: number, identityId: string | null) =>
    adam.send('PATCH', `/v1/users/${user}`, { identityId }, { 'if-match': `"${revision}"` })
  expect((await tie(made.id, 1, sam.identityId ?? '')).status).toBe(409)
  // What is as it was is no second tie.
  expect((await tie(id, 1, sam.identityId ?? '')).status).toBe(200)
  expect((await tie(id, 2, null)).status).toBe(200)
  // Not even when the person has no user any more: whoever knows the password would decide as that person.
  expect((await tie(made.id, 1, sam.identityId ?? '')).status).toBe(403)
})
