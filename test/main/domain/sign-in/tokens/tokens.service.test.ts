import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewToken } from '../../../../../src/contract/tokens.ts'
import { createTokenProof } from '../../../../../src/main/domain/sign-in/tokens/token-proof.ts'
import {
  createToken,
  getToken,
  listTokens,
  revokeToken,
  rotateToken,
} from '../../../../../src/main/domain/sign-in/tokens/tokens.service.ts'
import { changeUser } from '../../../../../src/main/domain/sign-in/users.service.ts'
import { openWriter } from '../../../../../src/main/storage/open.ts'
import { by, days, hours, minutes, operator, type People, startPeople } from '../../../../support/people.ts'

let people: People
beforeEach(() => {
  people = startPeople()
})
afterEach(() => people.close())

const wanted = (more: Partial<NewToken> = {}): NewToken => ({
  name: 'nightly import',
  scopes: ['imports:read', 'imports:stage'],
  expires: { days: 90 },
  ...more,
})
const callerOf = (secret: string) => people.access.identify(`Bearer ${secret}`, 'wire')
const refusing = (code: string) => expect.objectContaining({ code })

describe('a token', () => {
  it('is shown once and proves its scopes until it expires', async () => {
    const { token, secret } = createToken(people.env, operator, wanted())
    expect(secret).toMatch(/^cst_[0-9A-Za-z]{36}$/)
    expect(
      JSON.stringify([getToken(people.env, token.id), listTokens(people.env, { state: null, before: null, limit: 9 })]),
    ).not.toContain(secret)
    expect(await callerOf(secret)).toMatchObject({ kind: 'token', scopes: ['imports:read', 'imports:stage'] })
    people.advance(days(90) - 1)
    expect(await callerOf(secret)).toMatchObject({ kind: 'token' })
    people.advance(1)
    expect(await callerOf(secret)).toEqual({ kind: 'anonymous', channel: 'wire' })
  })

  it('says that it ends soon, and that it has ended', () => {
    const { token } = createToken(people.env, operator, wanted({ expires: { days: 30 } }))
    const state = () => getToken(people.env, token.id).state
    expect(state()).toBe('active')
    people.advance(days(16))
    expect(state()).toBe('expiring')
    people.advance(days(14))
    expect(state()).toBe('expired')
  })

  it('lives without end only for a written reason, which is listed with it', async () => {
    const { token, secret } = createToken(
      people.env,
      operator,
      wanted({ expires: { neverBecause: 'core vendor cannot rotate' } }),
    )
    people.advance(days(4000))
    expect(await callerOf(secret)).toMatchObject({ kind: 'token' })
    expect(getToken(people.env, token.id)).toMatchObject({
      expiresAt: null,
      neverExpiresBecause: 'core vendor cannot rotate',
    })
  })

  it('is last used to the minute, written down outside the request', async () => {
    const { token, secret } = createToken(people.env, operator, wanted())
    people.advance(minutes(2) + 12_345)
    await callerOf(secret)
    expect(getToken(people.env, token.id).lastUsedAt).toBeNull()
    people.access.flush()
    expect(getToken(people.env, token.id).lastUsedAt).toBe('2026-06-30T09:02:00.000Z')
  })

  it('rotates: the successor has the same rights, the old one ends within the overlap', async () => {
    const { token, secret } = createToken(people.env, operator, wanted())
    const next = rotateToken(people.env, operator, token.id, 24)
    expect(next.token).toMatchObject({ name: 'nightly import', scopes: ['imports:read', 'imports:stage'] })
    expect(getToken(people.env, token.id).successorId).toBe(next.token.id)
    people.advance(hours(24) - 1)
    expect(await callerOf(secret)).toMatchObject({ kind: 'token' })
    people.advance(1)
    expect(await callerOf(secret)).toMatchObject({ kind: 'anonymous' })
    expect(await callerOf(next.secret)).toMatchObject({ kind: 'token' })
    expect(() => rotateToken(people.env, operator, token.id, 1)).toThrow(refusing('conflict'))
  })

  it('leaves an entry in the log for each thing done to it, with no secret in any', () => {
    const { token, secret } = createToken(people.env, operator, wanted())
    const next = rotateToken(people.env, operator, token.id, 0)
    revokeToken(people.env, operator, next.token.id, 'found in a chat')
    const entries = people.recorded()
    expect(entries.map(({ action }) => action)).toEqual(['token.created', 'token.rotated', 'token.revoked'])
    expect(JSON.stringify(entries)).not.toContain(secret.slice(4))
  })
})

describe('attacks on tokens', () => {
  it('a thief of the database finds no token in it, nor in its write-ahead log', () => {
    const { secret } = createToken(people.env, operator, wanted())
    for (const suffix of ['', '-wal']) {
      expect(readFileSync(join(people.dataDir, `castellan.db${suffix}`)).includes(secret.slice(4, 34))).toBe(false)
    }
  })

  it('a guess with a wrong checksum never reaches the database', () => {
    const { secret } = createToken(people.env, operator, wanted())
    const untouchable = new Proxy({}, { get: () => expect.unreachable('the database was asked') })
    const proof = createTokenProof({ ...people.env, store: { ...people.env.store, reader: untouchable as never } })
    const changed = secret.endsWith('0') ? `${secret.slice(0, -1)}1` : `${secret.slice(0, -1)}0`
    expect(proof.prove(changed)).toBeUndefined()
  })

  it('a revoked token is refused on the next request, and its streams end', async () => {
    const { token, secret } = createToken(people.env, operator, wanted())
    const caller = await callerOf(secret)
    expect(people.access.current(caller)).not.toBeNull()
    revokeToken(people.env, operator, token.id, 'laptop stolen')
    expect(await callerOf(secret)).toMatchObject({ kind: 'anonymous' })
    expect(people.access.current(caller)).toBeNull()
    expect(() => revokeToken(people.env, operator, token.id, 'again')).toThrow(refusing('conflict'))
    expect(() => rotateToken(people.env, operator, token.id, 1)).toThrow(refusing('conflict'))
  })

  it('a token that another process revoked in the database is refused on the next request', async () => {
    const { secret } = createToken(people.env, operator, wanted())
    for (let i = 0; i < 3; i++) expect(await callerOf(secret)).toMatchObject({ kind: 'token' })
    const other = openWriter(join(people.dataDir, 'castellan.db'))
    other.prepare("UPDATE api_token SET revoked_at = 1, revoked_because = 'by-hand'").run()
    other.close()
    expect(await callerOf(secret)).toMatchObject({ kind: 'anonymous' })
  })

  it('a person cannot give a token rights that they do not have', async () => {
    await people.person('olga', ['owner'])
    const officer = await (await people.person('sam', ['security-officer'])).by()
    expect(() => createToken(people.env, officer, wanted({ scopes: ['users:manage'] }))).toThrow(refusing('forbidden'))
    expect(() => createToken(people.env, officer, wanted({ scopes: ['*'] }))).toThrow(refusing('forbidden'))
    expect(createToken(people.env, officer, wanted()).token.owner).toBe('sam')
  })

  it('a token cannot make a stronger one, nor learn the secret of a stronger one by rotating it', async () => {
    const { secret } = createToken(people.env, operator, wanted({ scopes: ['tokens:manage', 'imports:read'] }))
    const script = by(await callerOf(secret))
    expect(() => createToken(people.env, script, wanted({ scopes: ['imports:apply'] }))).toThrow(refusing('forbidden'))
    const strong = createToken(people.env, operator, wanted({ scopes: ['*'] }))
    expect(() => rotateToken(people.env, script, strong.token.id, 24)).toThrow(refusing('forbidden'))
  })

  it('an officer learns no secret that acts as somebody else, or as nobody, by rotating it: they may end it', async () => {
    await people.person('olga', ['owner'])
    const sam = await people.person('sam', ['security-officer'])
    const [asSam, asEve] = [await sam.by(), await (await people.person('eve', ['security-officer'])).by()]
    const { token } = createToken(people.env, asSam, wanted())
    const script = createToken(
      people.env,
      asEve,
      wanted({ scopes: ['tokens:manage', 'imports:read', 'imports:stage'] }),
    )
    const ofEve = by(await callerOf(script.secret))
    const ofNobody = createToken(people.env, operator, wanted()).token
    for (const one of [token, ofNobody])
      for (const who of [asEve, ofEve])
        expect(() => rotateToken(people.env, who, one.id, 24)).toThrow(refusing('forbidden'))
    expect(getToken(people.env, token.id).successorId).toBeNull()
    const next = rotateToken(people.env, asSam, token.id, 24).token
    expect(next.owner).toBe('sam')
    expect(rotateToken(people.env, operator, next.id, 24).token.owner).toBe('sam')
    expect(revokeToken(people.env, asEve, ofNobody.id, 'not ours').state).toBe('revoked')
  })

  it('roles that its owner lost are lost to the token at once', async () => {
    await people.person('olga', ['owner'])
    const sam = await people.person('sam', ['security-officer'])
    const { secret } = createToken(people.env, await sam.by(), wanted({ scopes: ['imports:read', 'imports:apply'] }))
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { roles: ['auditor'] } })
    expect(await callerOf(secret)).toMatchObject({ kind: 'token', scopes: ['imports:read'] })
  })

  it('a disabled owner’s tokens end at once and stay ended when the owner comes back', async () => {
    await people.person('olga', ['owner'])
    const sam = await people.person('sam', ['security-officer'])
    const { secret, token } = createToken(people.env, await sam.by(), wanted())
    // A token of the token ends with the same person.
    const manager = createToken(people.env, await sam.by(), wanted({ scopes: ['tokens:manage', 'imports:read'] }))
    const child = createToken(people.env, by(await callerOf(manager.secret)), wanted({ scopes: ['imports:read'] }))
    changeUser(people.env, operator, { id: sam.user.id, seen: 1, change: { disabled: true } })
    for (const one of [secret, child.secret]) expect(await callerOf(one)).toMatchObject({ kind: 'anonymous' })
    changeUser(people.env, operator, { id: sam.user.id, seen: 2, change: { disabled: false } })
    for (const one of [secret, child.secret]) expect(await callerOf(one)).toMatchObject({ kind: 'anonymous' })
    expect(getToken(people.env, token.id)).toMatchObject({ state: 'revoked', revokedBecause: 'the user was disabled' })
  })

  it('a session left open does not make tokens: the password is asked again after five minutes', async () => {
    const olga = await people.person('olga', ['owner'])
    people.advance(minutes(5) + 1)
    const stale = await olga.by()
    expect(() => createToken(people.env, stale, wanted())).toThrow(refusing('step-up-needed'))
    expect(await people.access.stepUp(stale.caller, olga.password)).toBe('done')
    expect(createToken(people.env, await olga.by(), wanted()).token.name).toBe('nightly import')
  })

  it('the database itself refuses to bring a revoked token back', () => {
    const { token } = createToken(people.env, operator, wanted())
    revokeToken(people.env, operator, token.id, 'no longer needed')
    const revive = () => people.env.store.transact((tx) => tx.prepare('UPDATE api_token SET revoked_at = NULL').run())
    expect(revive).toThrow('a revoked token stays revoked')
  })
})

describe('the list of tokens', () => {
  it('filters by state, counts, and pages from the newest', () => {
    const all = Array.from({ length: 5 }, (_, i) => createToken(people.env, operator, wanted({ name: `t${i}` })).token)
    revokeToken(people.env, operator, all[1]?.id ?? '', 'no longer needed')
    const first = listTokens(people.env, { state: 'active', before: null, limit: 3 })
    expect(first).toMatchObject({ total: 4, items: [{ name: 't4' }, { name: 't3' }, { name: 't2' }] })
    const second = listTokens(people.env, { state: 'active', before: first.next, limit: 3 })
    expect(second).toMatchObject({ items: [{ name: 't0' }], next: null })
    expect(listTokens(people.env, { state: 'revoked', before: null, limit: 3 }).total).toBe(1)
  })
})
