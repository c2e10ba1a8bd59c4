import { expect, test } from 'vitest'
import { person } from '../../../support/signed-in.ts'
import { startTestHost } from '../../../support/test-host.ts'

test('somebody who signs in over and over fills neither the log nor the sessions, and only their own way is slowed', async () => {
  let now = Date.now()
  const host = await startTestHost({ clock: () => now })
  await person(host, 'keeper.aldous', ['owner'])
  const eve = await person(host, 'eve.marsh', ['auditor'])
  const ben = await person(host, 'ben.hollow', ['auditor'])
  const signIn = (who: typeof eve) =>
    host.call(
      'POST',
      '/v1/session',
      { username: who.user.username, password: who.password },
      {},
      { kind: 'anonymous', channel: 'wire' },
    )
  const statuses: number[] = []
  for (let i = 0; i < 70; i++) statuses.push((await signIn(eve)).status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(59)
  const late = await signIn(eve)
  expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
  expect((await signIn(ben)).status).toBe(201)
  now += 60_000
  expect((await signIn(eve)).status).toBe(201)
  await host.close()
})
