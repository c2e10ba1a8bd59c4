import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPermitted } from '../../../../src/main/domain/authorization/scopes.ts'
import { changeUser, createUser, createUserLink } from '../../../../src/main/domain/sign-in/users.service.ts'
import { by, days, goodPassword, hours, minutes, operator, type People, startPeople } from '../../../support/people.ts'

let people: People
beforeEach(() => {
  people = startPeople()
})
afterEach(() => people.close())

const owner = () => people.person('olga', ['owner'])
const identify = (token: string) => people.access.identify(`Bearer ${token}`, 'wire')
const actions = () => people.recorded().map(({ action }) => action)
const firstRunCode = () => {
  const code = people.access.createOneTimeCode()
  if (code === null) throw new Error('there is an owner')
  return code
}

async function opened(outcome: ReturnType<People['access']['signIn']>) {
  const result = await outcome
  if (result.kind !== 'opened') throw new Error(`not opened: ${result.kind}`)
  return result
}

describe('the first run', () => {
  it('is opened once by a one-time code, may do everything, and says so in the log', async () => {
    const code = firstRunCode()
    expect(Buffer.from(code.slice(4), 'base64url').length * 8).toBeGreaterThanOrEqual(128)
    const { token } = await opened(people.access.signInWithCode(code, 'wire'))
    const caller = await identify(token)
    expect(caller).toMatchObject({ kind: 'setup', via: 'one-time-link' })
    expect(isPermitted(caller, 'users:manage')).toBe(true)
    expect(people.recorded().at(-1)).toMatchObject({ action: 'session.setup', actor: { name: 'first run' } })
  })

  it('a used link is refused at the second use and the refusal is recorded', async () => {
    const code = firstRunCode()
    await people.access.signInWithCode(code, 'wire')
    expect(await people.access.signInWithCode(code, 'wire')).toEqual({ kind: 'refused' })
    expect(people.recorded().at(-1)).toMatchObject({ action: 'one-time-link.refused', details: { why: 'used before' } })
  })

  it('somebody who tries a used link over and over does not fill the log', async () => {
    const code = firstRunCode()
    for (let i = 0; i < 50; i++) await people.access.signInWithCode(code, 'wire')
    expect(actions().filter((action) => action === 'one-time-link.refused')).toHaveLength(5)
  })

  it('a link runs out after ten minutes', async () => {
    const code = firstRunCode()
    people.advance(minutes(10))
    expect(await people.access.signInWithCode(code, 'wire')).toEqual({ kind: 'refused' })
    expect(people.recorded().at(-1)).toMatchObject({ details: { why: 'ran out' } })
  })

  it('an invented link is refused', async () => {
    expect(await people.access.signInWithCode('csc_invented', 'wire')).toEqual({ kind: 'refused' })
  })

  it('opens by itself in the window, never on the wire', async () => {
    expect(await people.access.openWindowSession('wire')).toEqual({ kind: 'refused' })
    expect(await people.access.openWindowSession('window')).toMatchObject({ kind: 'opened', caller: { kind: 'setup' } })
  })

  it('ends when there is an owner: its sessions, its links and the window’s own way in', async () => {
    const { token } = await opened(people.access.openWindowSession('window'))
    const unused = firstRunCode()
    const caller = await identify(token)
    await createUser(people.env, by(caller), {
      username: 'olga',
      name: '',
      password: goodPassword('olga'),
      roles: ['owner'],
      identityId: null,
    })
    expect(await identify(token)).toMatchObject({ kind: 'anonymous' })
    expect(await people.access.openWindowSession('window')).toEqual({ kind: 'refused' })
    expect(await people.access.signInWithCode(unused, 'wire')).toEqual({ kind: 'refused' })
    expect(people.access.createOneTimeCode()).toBeNull()
  })
})

describe('a session', () => {
  it('outlives a reload and a restart of the program', async () => {
    const olga = await owner()
    people.restart()
    expect(await identify(olga.token)).toMatchObject({ kind: 'person', username: 'olga', roles: ['owner'] })
  })

  it('locks after 15 idle minutes, and the password opens it again', async () => {
    const olga = await owner()
    people.advance(minutes(15) - 1)
    expect(await olga.caller()).toMatchObject({ kind: 'person' })
    people.advance(minutes(15))
    const locked = await olga.caller()
    expect(locked).toMatchObject({ kind: 'locked', username: 'olga' })
    expect(isPermitted(locked, 'imports:read')).toBe(false)
    expect(await people.access.stepUp(locked, 'not the password')).toEqual({ kind: 'refused' })
    expect(await olga.caller()).toMatchObject({ kind: 'locked' })
    expect(await people.access.stepUp(locked, olga.password)).toBe('done')
    expect(await olga.caller()).toMatchObject({ kind: 'person' })
  })

  it('does not come unlocked by a restart', async () => {
    const olga = await owner()
    people.advance(minutes(16))
    people.restart()
    expect(await identify(olga.token)).toMatchObject({ kind: 'locked' })
  })

  it('ends after 12 hours, however busy', async () => {
    const olga = await owner()
    for (let i = 0; i < 72; i++) {
      expect(await olga.caller()).toMatchObject({ kind: 'person' })
      people.advance(minutes(10))
    }
    expect(await olga.caller()).toEqual({ kind: 'anonymous', channel: 'wire' })
  })

  it('a clock set back does not keep it open', async () => {
    const olga = await owner()
    people.advance(-days(2))
    expect(await olga.caller()).toMatchObject({ kind: 'locked' })
  })

  it('locks with the machine', async () => {
    const olga = await owner()
    const stream = await olga.caller()
    people.access.lockAll()
    expect(await olga.caller()).toMatchObject({ kind: 'locked' })
    expect(people.access.current(stream)).toBeNull()
    people.restart()
    expect(await identify(olga.token)).toMatchObject({ kind: 'locked' })
  })

  it('ends when its person signs out', async () => {
    const olga = await owner()
    await people.access.signOut(await olga.caller())
    expect(await olga.caller()).toMatchObject({ kind: 'anonymous' })
    expect(actions().at(-1)).toBe('session.ended')
  })

  it('writes down when it was seen once a minute at most, and at closing', async () => {
    const olga = await owner()
    const seen = () => people.env.store.reader.prepare('SELECT last_seen_at FROM session').pluck().get()
    const start = seen()
    people.advance(30_000)
    await olga.caller()
    people.access.flush()
    expect(seen()).toBe(start)
    people.access.flush(true)
    expect(seen()).toBe(people.env.clock())
  })

  it('a thief of the database finds no session in it', async () => {
    const olga = await owner()
    for (const suffix of ['', '-wal']) {
      const bytes = readFileSync(join(people.dataDir, `castellan.db${suffix}`))
      for (const secret of [olga.token.slice(4), olga.password]) expect(bytes.includes(secret)).toBe(false)
    }
  })

  it('an authorization header of any shape is answered, never thrown at', async () => {
    for (const header of [
      null,
      '',
      'Bearer',
      'Bearer ',
      'Basic b2xnYTp4',
      'Bearer css_',
      `Bearer css_${'a'.repeat(500)}`,
      'Bearer \u0000',
    ]) {
      expect(await people.access.identify(header, 'window')).toEqual({ kind: 'anonymous', channel: 'window' })
    }
  })
})

describe('staying signed in on this machine', () => {
  async function keep() {
    const olga = await owner()
    const inWindow = await people.access.identify(`Bearer ${olga.token}`, 'window')
    return { olga, kept: await people.access.keepSignedIn(inWindow) }
  }

  it('opens a session through the window for 30 days, each use gives the next, and none needs less step-up', async () => {
    let { code } = (await keep()).kept
    for (let day = 0; day < 29; day++) {
      people.advance(days(1))
      const session = await people.access.signInWithCode(code, 'window')
      if (session.kind !== 'opened') throw new Error(`refused on day ${day}`)
      expect(session.caller).toMatchObject({ kind: 'person', via: 'saved-sign-in', provedAt: null })
      code = session.kept?.code ?? ''
    }
    people.advance(days(1))
    expect(await people.access.signInWithCode(code, 'window')).toEqual({ kind: 'refused' })
  })

  it('a copy of it is refused at the second use, and on the wire', async () => {
    const { kept } = await keep()
    expect(await people.access.signInWithCode(kept.code, 'wire')).toEqual({ kind: 'refused' })
    await people.access.signInWithCode(kept.code, 'window')
    expect(await people.access.signInWithCode(kept.code, 'window')).toEqual({ kind: 'refused' })
  })

  it('ends with signing out and with being disabled', async () => {
    const { olga, kept } = await keep()
    await people.access.signOut(await olga.caller())
    expect(await people.access.signInWithCode(kept.code, 'window')).toEqual({ kind: 'refused' })
  })

  it('is for people in the window only', async () => {
    const olga = await owner()
    await expect(people.access.keepSignedIn(await olga.caller())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(people.access.keepSignedIn({ kind: 'operator' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('attacks on sign-in', () => {
  it('unknown user, wrong password, disabled user and user without a password look alike', async () => {
    const olga = await owner()
    const dan = await people.person('dan', ['auditor'])
    changeUser(people.env, operator, { id: dan.user.id, seen: 1, change: { disabled: true } })
    await createUser(people.env, operator, { username: 'nopass', name: '', roles: ['auditor'], identityId: null })
    const attempts: [string, string][] = [
      ['nobody', olga.password],
      ['olga', 'wrong'],
      ['dan', dan.password],
      ['nopass', ''],
    ]
    for (const [name, password] of attempts) {
      expect(await people.access.signIn(name, password, 'wire')).toEqual({ kind: 'refused' })
    }
    expect(new Set(actions().slice(-4))).toEqual(new Set(['session.refused']))
  })

  it('an unknown name is not written into the log: it may be somebody’s password', async () => {
    await owner()
    await people.access.signIn('hunter2-typed-too-early', 'x', 'wire')
    expect(JSON.stringify(people.recorded())).not.toContain('hunter2')
  })

  it('guessing ends in waiting, for names that exist and names that do not alike', async () => {
    await owner()
    for (const name of ['olga', 'nobody']) {
      for (let i = 0; i < 5; i++)
        expect(await people.access.signIn(name, `guess ${i}`, 'wire')).toEqual({ kind: 'refused' })
      expect(await people.access.signIn(name, 'guess', 'wire')).toEqual({ kind: 'later', retryAfterSeconds: 15 })
    }
  })

  it('a flood on the wire does not keep the officer out of the window, nor a running script out', async () => {
    const olga = await owner()
    for (let i = 0; i < 6; i++) await people.access.signIn('olga', `guess ${i}`, 'wire')
    expect(await people.access.signIn('olga', olga.password, 'window')).toMatchObject({ kind: 'opened' })
    expect(await olga.caller()).toMatchObject({ kind: 'person' })
    // The right password is still remembered from signing in above, so a script with it goes on.
    expect(await people.access.proveLogin('olga', olga.password, 'wire')).toMatchObject({
      kind: 'person',
      session: null,
    })
  })

  it('many guesses at once count like guesses one after another', async () => {
    await owner()
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => people.access.signIn('olga', `guess ${i}`, 'wire')),
    )
    expect(outcomes.filter(({ kind }) => kind === 'refused').length).toBeLessThanOrEqual(6)
  })

  it('a flood of wrong ones is counted, not recorded without end', async () => {
    await owner()
    for (let i = 0; i < 40; i++) await people.access.signIn(`name ${i}`, 'x', 'wire')
    expect(actions().filter((action) => action === 'session.refused')).toHaveLength(30)
    expect(people.recorded().at(-1)).toMatchObject({ details: { further: 'not recorded for a minute' } })
  })

  it('the default accounts of the product it stands in for do not exist, even if somebody made them', async () => {
    await owner()
    for (const name of ['openidm-admin', 'anonymous']) {
      expect(await people.access.signIn(name, name, 'wire')).toEqual({ kind: 'refused' })
    }
  })

  it('case, width and spaces around a name make no other user of it', async () => {
    const olga = await owner()
    for (const name of ['OLGA', ' olga ', 'ｏｌｇａ']) {
      expect(await people.access.signIn(name, olga.password, 'wire')).toMatchObject({ kind: 'opened' })
    }
  })

  it('a remembered password is forgotten when it is changed, when its user is disabled, and after a minute', async () => {
    await owner()
    const sam = await people.person('sam', ['auditor'])
    const login = () => people.access.proveLogin('sam', sam.password, 'wire')
    expect(await login()).toMatchObject({ kind: 'person' })
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { disabled: true } })
    expect(await login()).toEqual({ kind: 'refused' })
  })

  it('an outdated hash is replaced when its owner signs in', async () => {
    const olga = await owner()
    const weak = '$argon2id$v=19$m=8192,t=1,p=1$'
    const { hash } = await import('@node-rs/argon2')
    const stored = await hash(olga.password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
    expect(stored.startsWith(weak)).toBe(true)
    people.env.store.transact((tx) => tx.prepare('UPDATE user SET password_hash = ?').run(stored))
    expect(await people.access.signIn('olga', olga.password, 'wire')).toMatchObject({ kind: 'opened' })
    const now = people.env.store.reader.prepare('SELECT password_hash FROM user').pluck().get()
    expect(now).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('1,000 calls with the right user and password cost one hash, not a thousand', async () => {
    const olga = await owner()
    const { hash } = await import('@node-rs/argon2')
    const costOf = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage()
      await work()
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const oneHash = await costOf(() => hash(olga.password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))
    const calls = await costOf(async () => {
      for (let i = 0; i < 1_000; i++)
        expect((await people.access.proveLogin('olga', olga.password, 'wire')).kind).toBe('person')
    })
    expect(calls).toBeLessThan(100 * oneHash)
  })

  it('only the operator of this machine makes a link that signs a person in', async () => {
    const olga = await owner()
    const make = (asker: Parameters<typeof createUserLink>[1]) =>
      createUserLink(people.env, asker, olga.user.id, people.access.link)
    const asOlga = await olga.by()
    expect(() => make(asOlga)).toThrow(expect.objectContaining({ code: 'forbidden' }))
    const { code } = make(operator)
    const session = await people.access.signInWithCode(code, 'wire')
    expect(session).toMatchObject({
      kind: 'opened',
      caller: { username: 'olga', via: 'one-time-link', provedAt: null },
    })
    people.advance(hours(1))
  })
})
