import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** Somebody of an approving group who wants to know what the colleagues of others hold. */
let stage: OpenIdm
let eve: Login
let ann: Login
let vault: string
beforeAll(async () => {
  stage = await startOpenIdm()
  await stage.made('PUT', 'managed/role/approvers', { name: 'Approvers' })
  const among = { roles: [{ _ref: 'managed/role/approvers' }] }
  eve = await stage.person('eve', among)
  ann = await stage.person('ann', among)
  await stage.person('victim')
  vault = await stage.item('vault', { approvers: ['managed/role/approvers'] })
})
afterAll(() => stage.close())

const about = (caller: Login, userId: string) =>
  stage.call(caller, 'POST', 'access-request/approval?_action=getRecommendations', { userId, entitlements: [vault] })
const ask = async (caller: Login, userId: string) => {
  const requestInput = { userIds: [userId], items: [{ itemId: vault }] }
  expect((await stage.call(caller, 'POST', 'access-request/request', requestInput)).status).toBe(201)
}

it('who is curious about a person makes a request for them, and learns nothing of their peers', async () => {
  await ask(eve, 'victim')
  expect((await about(eve, 'victim')).status).toBe(403)
  // A colleague of the group decides on it, and may know.
  expect((await about(ann, 'victim')).status).toBe(200)
})

it('who has a request made for them learns nothing of their own peers by it', async () => {
  await ask(ann, 'eve')
  expect((await about(eve, 'eve')).status).toBe(403)
})

it('who decides on another request of the same person may know', async () => {
  await ask(ann, 'victim')
  expect((await about(eve, 'victim')).status).toBe(200)
})
