import { z } from 'zod'
import { CataloguePage, PrincipalList } from '../../src/contract/catalogue.ts'
import { OpenedSession } from '../../src/contract/session.ts'
import { ApiSwitch } from '../../src/contract/api-switch.ts'
import { findInstance } from '../../src/main/instance/find.ts'
import { expect, test, watchNotices } from './desktop.ts'

const password = 'seven plums, four herons & no kettle'
const json = { 'content-type': 'application/json' }

test('a request that comes while somebody looks elsewhere is announced without a name, and the notice leads to it', async ({
  desktop,
}) => {
  const { app, page } = await desktop.start()
  const found = await findInstance(desktop.at('data'))
  if (found.state !== 'running') throw new Error(`it is ${found.state}`)
  const { url, call } = found.instance
  /** As the local operator, or as whoever a token names. */
  const ask = async <T>(schema: z.ZodType<T>, method: string, path: string, body?: object, more: object = {}) => {
    const init = { method, headers: { ...json, ...more }, ...(body && { body: JSON.stringify(body) }) }
    const request = new Request(url + path, init)
    const response = await ('authorization' in more ? fetch(request) : call(request))
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`)
    return schema.parse(await response.json())
  }
  const enabled = await call(new Request(`${url}/v1/settings/api`))
  await ask(ApiSwitch, 'PUT', '/v1/settings/api', { enabled: true }, { 'if-match': enabled.headers.get('etag') ?? '' })
  const people = { olga: 'Olga Klein', rosa: 'Rosa Lind', ana: 'Ana Silva' }
  for (const [id, name] of Object.entries(people)) {
    const [givenName, sn] = name.split(' ')
    const manager = id === 'ana' ? { manager: { _ref: 'managed/user/olga' } } : {}
    const person = { userName: id, givenName, sn, mail: `${id}@cu.example`, ...manager }
    await ask(z.unknown(), 'PUT', `/openidm/managed/user/${id}`, person)
    if (id === 'ana') continue
    const { items } = await ask(PrincipalList, 'GET', `/v1/principals?kind=person&q=${sn}`)
    const roles = id === 'olga' ? ['owner', 'approver'] : ['security-officer']
    const user = { username: id, password, roles, identityId: items[0]?.personId }
    await ask(z.unknown(), 'POST', '/v1/users', user)
  }
  await ask(z.unknown(), 'POST', '/v1/catalogue', { kind: 'role', name: 'Payment Entry' })

  await page.reload()
  await page.getByLabel('User name').fill('olga')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('option', { name: /Ana Silva/ })).toBeVisible()
  const notices = await watchNotices(app, page)

  const { token } = await ask(OpenedSession, 'POST', '/v1/session', { username: 'rosa', password })
  const { items } = await ask(CataloguePage, 'GET', '/v1/catalogue')
  const wish = { people: ['managed/user/ana'], items: [{ itemId: items[0]?.id }], comment: 'From Monday.' }
  await ask(z.unknown(), 'POST', '/v1/requests', wish, { authorization: `Bearer ${token}`, 'idempotency-key': 'one' })

  await expect
    .poll(notices.all, { timeout: 20_000 })
    .toEqual([{ title: 'New task in Castellan', body: 'A request needs your attention.' }])
  await notices.clickFirst()
  await expect(page.getByRole('heading', { name: 'Rosa Lind requests access for Ana Silva' })).toBeVisible()
})
