import type { Page } from '@playwright/test'
import { z } from 'zod'
import { Application } from '../../src/contract/applications.ts'
import { EntitlementPage, PrincipalList } from '../../src/contract/catalogue.ts'
import { PersonPage } from '../../src/contract/identities.ts'
import type { Role } from '../../src/contract/user-roles.ts'
import { UserPage } from '../../src/contract/users.ts'
import { apply, createCore, extract, stage, switchApi } from './test-host.ts'
import type { WindowHost } from './window-host.ts'

/** A small credit union on which requests, approvals, catalogue and policies can be seen. */
const roster = `No,Name,First,Last,Email,Title,Dept,Boss
1,Maria Keller,Maria,Keller,maria@cu.example,Manager,Branch,
2,Ana Silva,Ana,Silva,ana@cu.example,Teller,Branch,1
3,Ben Ito,Ben,Ito,ben@cu.example,Teller,Branch,1
4,Ivan Petrov,Ivan,Petrov,ivan@cu.example,Administrator,IT,
`
/** The long id of a person. */
export async function longIdOf(host: WindowHost, name: string): Promise<string> {
  const { items } = await host.test.ask(
    PrincipalList,
    'GET',
    `/v1/principals?q=${encodeURIComponent(name)}&kind=person`,
  )
  return items[0]?.id ?? ''
}

/** Somebody with this role, who is this person. */
export async function linkIdentity(host: WindowHost, role: Role, name: string) {
  const username = role.replaceAll(' ', '-')
  const { items } = await host.test.ask(UserPage, 'GET', '/v1/users')
  const user = items.find((one) => one.username === username)
  if (!user) throw new Error(`nobody is ${role}`)
  const people = await host.test.ask(PersonPage, 'GET', `/v1/people?q=${encodeURIComponent(name)}`)
  const change = { identityId: people.items[0]?.id }
  await host.test.call('PATCH', `/v1/users/${user.id}`, change, { 'if-match': `"${user.revision}"` })
}

/** People from a roster, an application with two entitlements, of which one is published, two roles and a policy. */
export async function seedCreditUnion(host: WindowHost) {
  const { test: calls } = host
  await switchApi(calls, true)
  await calls.ask(Application, 'POST', '/v1/applications', {
    kind: 'roster',
    name: 'HR',
    rules: {
      fileGroups: [
        {
          id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02',
          name: 'Roster',
          pattern: 'hr*.csv',
          profile: 'hr-roster',
          columns: {
            employeeId: 'No',
            fullName: 'Name',
            firstName: 'First',
            lastName: 'Last',
            email: 'Email',
            title: 'Title',
            department: 'Dept',
            manager: 'Boss',
          },
        },
      ],
    },
  })
  await apply(calls, await stage(calls, roster, 'hr.csv'))
  await createCore(calls)
  await apply(calls, await stage(calls, june))
  const { items } = await calls.ask(EntitlementPage, 'GET', '/v1/entitlements')
  const wire = items.find(({ name }) => name === 'Wire Approval')
  const provisionerId = await longIdOf(host, 'Ivan')
  await calls.ask(z.unknown(), 'POST', '/v1/catalogue/publish', { ids: [wire?.id], provisionerId, riskLevel: 8 })
  for (const name of ['Payment Entry', 'Payment Release'])
    await calls.ask(z.unknown(), 'POST', '/v1/catalogue', { kind: 'role', name })
  const roles = await calls.ask(PrincipalList, 'GET', '/v1/principals?q=Payment&kind=role')
  await calls.ask(z.unknown(), 'POST', '/v1/policies', {
    name: 'Maker and checker',
    description: 'Nobody enters and releases payments.',
    riskLevel: 8,
    expression: {
      operator: 'AND',
      operand: roles.items.map(({ id }) => ({ operator: 'EQUALS', operand: { targetName: 'roles', targetValue: id } })),
    },
  })
  for (const role of ['security-officer', 'approver', 'administrator'] as const) await host.enrol(role)
  await linkIdentity(host, 'security-officer', 'Ben Ito')
  await linkIdentity(host, 'approver', 'Maria Keller')
  await linkIdentity(host, 'administrator', 'Ivan Petrov')
}

const grant = (user: string, permission: string, name: string) =>
  [user, permission, 'Y', name, `${user}@cu.example`] as const
export const june = extract([grant('ana', 'Vault', 'Ana Silva'), grant('ivan', 'Wire Approval', 'Ivan Petrov')])
export const withWire = extract([
  grant('ana', 'Vault', 'Ana Silva'),
  grant('ana', 'Wire Approval', 'Ana Silva'),
  grant('ivan', 'Wire Approval', 'Ivan Petrov'),
])

/** Opens a page signed in as somebody with a role. */
export async function openAs(host: WindowHost, page: Page, role: Role, path: string) {
  host.role = role
  await page.context().clearCookies()
  await host.open(page, path)
}

/** Asks for items of the catalogue as whoever is signed in on the page, for a person. @returns the request */
export async function askFor(
  host: WindowHost,
  page: Page,
  {
    person,
    item,
    action = 'add',
    comment = '',
    ...more
  }: { person: string; item: string; action?: string; comment?: string; fields?: object; endsAt?: string },
): Promise<{ id: string; statusText: string }> {
  const Found = z.object({ items: z.array(z.object({ id: z.string() })) })
  const { items } = await host.test.ask(Found, 'GET', `/v1/catalogue?q=${encodeURIComponent(item)}`)
  const wish = { people: [await longIdOf(host, person)], items: [{ itemId: items[0]?.id, action, ...more }], comment }
  const answer = await page.evaluate(async (body) => {
    const { token } = JSON.parse(sessionStorage.getItem('castellan.session') ?? '{}') as { token: string }
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    }
    return (await fetch('/v1/requests', { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }, wish)
  const { items: made } = z
    .object({ items: z.array(z.object({ id: z.string(), statusText: z.string() })) })
    .parse(answer)
  if (!made[0]) throw new Error('no request was made')
  return made[0]
}
