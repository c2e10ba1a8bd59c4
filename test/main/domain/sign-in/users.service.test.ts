import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../../../src/contract/user-roles.ts'
import type { NewUser } from '../../../../src/contract/users.ts'
import { createToken } from '../../../../src/main/domain/sign-in/tokens/tokens.service.ts'
import { changeUser, createUser, getUser, listUsers } from '../../../../src/main/domain/sign-in/users.service.ts'
import { setPassword } from '../../../../src/main/domain/sign-in/user-password.service.ts'
import { by, goodPassword, minutes, operator, type People, type Signed, startPeople } from '../../../support/people.ts'

let people: People
let olga: Signed
beforeEach(async () => {
  people = startPeople()
  olga = await people.person('olga', ['owner'])
})
afterEach(() => people.close())

const wanted = (username: string, roles: Role[], more: Partial<NewUser> = {}): NewUser => ({
  username,
  name: '',
  password: goodPassword(username),
  roles,
  identityId: null,
  ...more,
})
const refusing = (code: string) => expect.objectContaining({ code })
const isRight = (username: string, password: string) => people.access.isPassword(username, password, 'wire')

describe('users', () => {
  it('are created with roles, and the log names them', async () => {
    const sam = await createUser(people.env, await olga.by(), wanted('sam', ['security-officer', 'auditor']))
    expect(getUser(people.env, sam.id)).toMatchObject({
      username: 'sam',
      createdBy: 'olga',
      disabled: false,
      revision: 1,
    })
    expect(people.recorded().at(-1)).toMatchObject({
      action: 'user.created',
      actor: { name: 'olga', via: 'password' },
      details: { roles: ['security-officer', 'auditor'] },
    })
  })

  it('do not differ by case or width alone', async () => {
    for (const name of ['Olga', 'ｏｌｇａ']) {
      await expect(createUser(people.env, operator, wanted(name, ['auditor']))).rejects.toMatchObject({
        code: 'conflict',
      })
    }
  })

  it('are listed, counted and searched', async () => {
    for (const name of ['sam', 'ana', 'samira']) await createUser(people.env, operator, wanted(name, ['auditor']))
    const first = listUsers(people.env, { words: null, after: null, limit: 3 })
    expect([first.total, first.items.map(({ username }) => username)]).toEqual([4, ['olga', 'sam', 'ana']])
    const rest = listUsers(people.env, { words: null, after: first.next, limit: 3 })
    expect(rest.items.map(({ username }) => username)).toEqual(['samira'])
    expect(listUsers(people.env, { words: 'SAM', after: null, limit: 3 }).total).toBe(2)
  })

  it('are never deleted', () => {
    const remove = () => people.env.store.transact((tx) => tx.prepare('DELETE FROM user').run())
    expect(remove).toThrow('a user is disabled, never deleted')
  })

  it('a change that somebody else made meanwhile is not overwritten', async () => {
    const sam = await people.person('sam', ['auditor'])
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { name: 'Sam Rao' } })
    expect(() => changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { name: 'Sam' } })).toThrow(
      refusing('stale'),
    )
  })

  it('new roles count from the next request', async () => {
    const sam = await people.person('sam', ['auditor'])
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { roles: ['security-officer'] } })
    expect(await sam.caller()).toMatchObject({ roles: ['security-officer'] })
  })
})

describe('the first user', () => {
  it('must be an owner with a password', async () => {
    const empty = startPeople()
    await expect(createUser(empty.env, operator, wanted('sam', ['auditor']))).rejects.toMatchObject({
      code: 'unprocessable',
    })
    const { password: _, ...without } = wanted('olga', ['owner'])
    await expect(createUser(empty.env, operator, without)).rejects.toMatchObject({ code: 'invalid' })
    empty.close()
  })

  it('two pages of the first run cannot both make an owner', async () => {
    const empty = startPeople()
    const sessions = [await empty.access.openWindowSession('window'), await empty.access.openWindowSession('window')]
    const outcomes = await Promise.allSettled(
      sessions.map((session, i) => {
        if (session.kind !== 'opened') throw new Error('not opened')
        return createUser(empty.env, by(session.caller), wanted(`owner${i}`, ['owner']))
      }),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    empty.close()
  })
})

describe('attacks on users', () => {
  it('a disabled user loses sessions at once and cannot sign in', async () => {
    const sam = await people.person('sam', ['security-officer'])
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { disabled: true } })
    expect(await sam.caller()).toMatchObject({ kind: 'anonymous' })
    expect(await people.access.signIn('sam', sam.password, 'wire')).toEqual({ kind: 'refused' })
    changeUser(people.env, operator, { id: sam.user.id, seen: 2, change: { disabled: false } })
    expect(await sam.caller()).toMatchObject({ kind: 'anonymous' })
    expect(await people.access.signIn('sam', sam.password, 'wire')).toMatchObject({ kind: 'opened' })
  })

  it('an administrator cannot become, make, change, disable or re-key an owner or an administrator', async () => {
    const adam = await people.person('adam', ['administrator'])
    const other = await people.person('otto', ['administrator'])
    const asAdam = await adam.by()
    await expect(createUser(people.env, asAdam, wanted('x', ['owner']))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createUser(people.env, asAdam, wanted('x', ['administrator']))).rejects.toMatchObject({
      code: 'forbidden',
    })
    const sam = await createUser(people.env, asAdam, wanted('sam', ['auditor']))
    expect(() => changeUser(people.env, asAdam, { id: sam.id, seen: 1, change: { roles: ['owner'] } })).toThrow(
      refusing('forbidden'),
    )
    for (const { user } of [olga, other]) {
      for (const change of [{ disabled: true }, { roles: ['auditor' as const] }, { name: 'x' }]) {
        expect(() => changeUser(people.env, asAdam, { id: user.id, seen: 1, change })).toThrow(refusing('forbidden'))
      }
      const steal = setPassword(
        people.env,
        asAdam,
        { id: user.id, seen: 1, password: goodPassword('stolen away') },
        isRight,
      )
      await expect(steal).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('nobody changes their own roles or disables themselves', async () => {
    await people.person('otto', ['owner'])
    const asOlga = await olga.by()
    expect(() => changeUser(people.env, asOlga, { id: olga.user.id, seen: 1, change: { roles: ['auditor'] } })).toThrow(
      refusing('forbidden'),
    )
    expect(() => changeUser(people.env, asOlga, { id: olga.user.id, seen: 1, change: { disabled: true } })).toThrow(
      refusing('forbidden'),
    )
  })

  it('the last owner cannot be disabled or demoted, not even by the operator', () => {
    expect(() => changeUser(people.env, operator, { id: olga.user.id, seen: 1, change: { disabled: true } })).toThrow(
      refusing('conflict'),
    )
    expect(() =>
      changeUser(people.env, operator, { id: olga.user.id, seen: 1, change: { roles: ['auditor'] } }),
    ).toThrow(refusing('conflict'))
    expect(getUser(people.env, olga.user.id)).toMatchObject({ roles: ['owner'], disabled: false, revision: 1 })
  })

  it('a token with every right still makes nobody an owner or an administrator', async () => {
    const { secret } = createToken(people.env, operator, { name: 'all', scopes: ['*'], expires: { days: 1 } })
    const script = by(await people.access.identify(`Bearer ${secret}`, 'wire'))
    await expect(createUser(people.env, script, wanted('x', ['owner']))).rejects.toMatchObject({ code: 'forbidden' })
    const seize = setPassword(
      people.env,
      script,
      { id: olga.user.id, seen: 1, password: goodPassword('seized!') },
      isRight,
    )
    await expect(seize).rejects.toMatchObject({ code: 'forbidden' })
    expect(await createUser(people.env, script, wanted('ana', ['auditor']))).toMatchObject({ username: 'ana' })
  })

  it('a token sets nobody’s password: whoever holds it would sign in as them', async () => {
    const { secret } = createToken(people.env, await olga.by(), { name: 'x', scopes: ['*'], expires: { days: 1 } })
    const script = by(await people.access.identify(`Bearer ${secret}`, 'wire'))
    const sam = await people.person('sam', ['approver'])
    const steal = setPassword(
      people.env,
      script,
      { id: sam.user.id, seen: 1, password: goodPassword('stolen away') },
      isRight,
    )
    await expect(steal).rejects.toMatchObject({ code: 'forbidden' })
    expect(await sam.caller()).toMatchObject({ kind: 'person' })
  })

  it('a session left open changes nobody’s roles: the password is asked again', async () => {
    const sam = await people.person('sam', ['auditor'])
    people.advance(minutes(5) + 1)
    const stale = await olga.by()
    expect(() => changeUser(people.env, stale, { id: sam.user.id, seen: 1, change: { roles: ['approver'] } })).toThrow(
      refusing('step-up-needed'),
    )
    await expect(createUser(people.env, stale, wanted('x', ['auditor']))).rejects.toMatchObject({
      code: 'step-up-needed',
    })
  })
})

describe('a password', () => {
  it('of one’s own takes the present one, and ends one’s other sessions', async () => {
    const elsewhere = await people.access.signIn('olga', olga.password, 'wire')
    const change = async (current?: string) =>
      setPassword(
        people.env,
        await olga.by(),
        { id: olga.user.id, seen: 1, password: 'a kettle, nine plums and rye', current },
        isRight,
      )
    await expect(change()).rejects.toMatchObject({ errors: [{ field: 'current' }] })
    await expect(change('not it')).rejects.toMatchObject({ errors: [{ field: 'current' }] })
    await change(olga.password)
    expect(await olga.caller()).toMatchObject({ kind: 'person' })
    if (elsewhere.kind !== 'opened') throw new Error('not opened')
    expect(await people.access.identify(`Bearer ${elsewhere.token}`, 'wire')).toMatchObject({ kind: 'anonymous' })
    expect(await people.access.signIn('olga', olga.password, 'wire')).toEqual({ kind: 'refused' })
    expect(await people.access.signIn('olga', 'a kettle, nine plums and rye', 'wire')).toMatchObject({ kind: 'opened' })
  })

  it('of somebody else is set by who may manage them, and ends all their sessions', async () => {
    const sam = await people.person('sam', ['auditor'])
    await setPassword(
      people.env,
      await olga.by(),
      { id: sam.user.id, seen: 1, password: 'a kettle, nine plums and rye' },
      isRight,
    )
    expect(await sam.caller()).toMatchObject({ kind: 'anonymous' })
    expect(people.recorded().at(-1)).toMatchObject({ action: 'user.password-set', actor: { name: 'olga' } })
  })

  it('is judged when it is set, with every reason in words', async () => {
    await expect(
      createUser(people.env, operator, wanted('sam', ['auditor'], { password: 'short' })),
    ).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ field: 'password', message: 'must have at least 15 characters; it has 5' }],
    })
  })

  it('never reaches the log', async () => {
    await setPassword(
      people.env,
      operator,
      { id: olga.user.id, seen: 1, password: 'a kettle, nine plums and rye' },
      isRight,
    )
    expect(JSON.stringify(people.recorded())).not.toMatch(/kettle|plums/)
  })
})
