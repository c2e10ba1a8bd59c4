import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { ClockStatus } from '../../../../src/contract/clock.ts'
import { DelegationList } from '../../../../src/contract/delegations.ts'
import { PersonnelEventDetail } from '../../../../src/contract/personnel-events.ts'
import { OpenedSession } from '../../../../src/contract/session.ts'
import { RevealedToken } from '../../../../src/contract/tokens.ts'
import { startEventLab } from '../../../support/event-lab.ts'
import { type Client, client, person } from '../../../support/signed-in.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

const hour = 3_600_000
const day = 24 * hour

/** Somebody who sets the clock of the computer back to have again what had ended. */
let now = 0
let test: TestHost
let olga: Client & { password: string }
beforeEach(async () => {
  now = Date.parse('2026-06-30T09:00:00.000Z')
  test = await startTestHost({ importsDir: null, clock: () => now })
  await switchApi(test, true)
  olga = await person(test, 'olga', ['owner'])
})
afterEach(() => test.close())

/** The program notes the time when it ends and when it begins, and once a minute between. */
async function setBackTo(at: number): Promise<void> {
  await test.reopen(() => {
    now = at
  })
}
const status = async (path: string, bearer: string | null) => (await client(test, bearer).send('GET', path)).status
const signIn = async () =>
  (await client(test).ask(OpenedSession, 'POST', '/v1/session', { username: 'olga', password: olga.password })).token

describe('an attack by the clock of the computer', () => {
  it('gives no token back that had ended', async () => {
    const made = await olga.ask(RevealedToken, 'POST', '/v1/tokens', {
      name: 'nightly',
      scopes: ['imports:read'],
      expires: { days: 30 },
    })
    expect(await status('/v1/imports', made.secret)).toBe(200)
    const before = now
    now += 31 * day
    expect(await status('/v1/imports', made.secret)).toBe(401)
    await setBackTo(before)
    expect(await status('/v1/imports', made.secret)).toBe(401)
  })

  it('gives no session back, and keeps none open', async () => {
    expect(await status('/v1/imports', olga.bearer)).toBe(200)
    const before = now
    now += 13 * hour
    expect(await status('/v1/imports', olga.bearer)).toBe(401)
    await setBackTo(before)
    expect(await status('/v1/imports', olga.bearer)).toBe(401)
    // Whoever signs in meanwhile is let in as always.
    expect(await status('/v1/imports', await signIn())).toBe(200)
  })

  it('keeps no password fresh', async () => {
    const bearer = await signIn()
    const proved = now
    now += 10 * 60_000
    const body = { name: 'x', scopes: ['imports:read'], expires: { days: 1 } }
    expect(await client(test, bearer).refusal('POST', '/v1/tokens', body)).toEqual([403, 'step-up-needed'])
    await setBackTo(proved)
    const [code, why] = await client(test, bearer).refusal('POST', '/v1/tokens', body)
    expect([code, why]).not.toEqual([201, ''])
    expect(why).toBe('step-up-needed')
  })

  it('stands in the log and in the answer that the window asks for, until somebody says that the clock is right', async () => {
    now += 2 * day
    const before = now
    await setBackTo(before - 2 * day)
    const shown = await test.ask(ClockStatus, 'GET', '/v1/clock')
    expect(shown).toMatchObject({ highest: '2026-07-02T09:00:00.000Z', behindSeconds: 2 * 86_400 })
    const { items } = await test.ask(AuditPage, 'GET', '/v1/audit')
    expect(items.map(({ action }) => action)).toContain('clock.set-back')
    // A token that would have ended before it begins is not made.
    const bearer = await signIn()
    const body = { name: 'x', scopes: ['imports:read'], expires: { days: 1 } }
    expect(await client(test, bearer).refusal('POST', '/v1/tokens', body)).toEqual([409, 'conflict'])
  })

  it('who says that the clock is right gets nothing back either, and signs in again', async () => {
    const ended = await olga.ask(RevealedToken, 'POST', '/v1/tokens', {
      name: 'short',
      scopes: ['imports:read'],
      expires: { days: 1 },
    })
    const lasting = await olga.ask(RevealedToken, 'POST', '/v1/tokens', {
      name: 'long',
      scopes: ['imports:read'],
      expires: { days: 90 },
    })
    const before = now
    now += 2 * day
    await setBackTo(before)
    const bearer = await signIn()
    const accepted = await client(test, bearer).ask(ClockStatus, 'POST', '/v1/clock/accept')
    expect(accepted.behindSeconds).toBe(0)
    expect(await status('/v1/imports', ended.secret)).toBe(401)
    expect(await status('/v1/imports', lasting.secret)).toBe(200)
    expect(await status('/v1/imports', bearer)).toBe(401)
    expect(await status('/v1/imports', await signIn())).toBe(200)
    expect(await client(test, await signIn()).refusal('POST', '/v1/clock/accept')).toEqual([409, 'conflict'])
  })

  it.each([
    ['that runs lets the delegate answer', '2026-06-30', 200],
    ['that ended gives the delegate nothing back', '2026-07-04', 404],
  ])('a delegation %s', async (_title, wentTo, code) => {
    const lab = await startEventLab('2026-06-30')
    const ana = await lab.person('ana', { manager: { _ref: 'managed/user/boss' } })
    await lab.person('friend')
    const until = '2026-07-02T00:00:00Z'
    await lab.ask(z.unknown(), 'POST', '/v1/delegations', { personId: 'boss', delegateId: 'friend', until })
    const offboarding = { kind: 'offboard', personId: ana, effectiveOn: '2026-07-20' }
    const { event } = await lab.ask(PersonnelEventDetail, 'POST', '/v1/personnel-events', offboarding)
    lab.setClock(wentTo, '11:00')
    await lab.test.reopen(() => lab.setClock('2026-06-30', '12:00'))
    const friend = await lab.signIn('friend')
    const vote = { answer: 'approved', comment: 'In her place.' }
    const answer = await friend.send('POST', `/v1/personnel-events/${event.id}/votes`, vote)
    expect([answer.status, await answer.text()]).toEqual([code, expect.anything()])
    const { items } = await lab.ask(DelegationList, 'GET', '/v1/delegations')
    expect(items).toHaveLength(code === 200 ? 1 : 0)
    await lab.close()
  })
})
