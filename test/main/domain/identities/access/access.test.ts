import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  AccessChangesPage,
  type AccessGrant,
  AccessPage,
  HeldEntitlementPage,
} from '../../../../../src/contract/access.ts'
import { AccountPage } from '../../../../../src/contract/identities.ts'
import { Import, ImportPage } from '../../../../../src/contract/imports.ts'
import { createRoster, rosterOf } from '../../../../support/roster.ts'
import { apply, createCore, stage, startTestHost, type TestHost } from '../../../../support/test-host.ts'

/** Who has access, at a moment and between two, against a model that keeps nothing but lists. */
let test: TestHost
let now: number
async function begin() {
  now = Date.parse('2026-06-01T09:00:00.000Z')
  test = await startTestHost({ clock: () => now, importsDir: null })
}

const day = 86_400_000
const columns = {
  userName: 'User',
  fullName: 'Name',
  email: 'Email',
  lastLogin: 'Last',
  group: 'Group',
  permission: 'Permission',
  access: 'Access',
  privileged: 'Privileged',
}
const head = 'User,Name,Email,Last,Group,Permission,Access,Privileged'
const mail = (user: string) => `${user}@cu.example`

interface Row {
  readonly user: string
  readonly permission: string
  readonly access?: string
  readonly last?: string
  readonly privileged?: boolean
}
const text = (rows: readonly Row[]) =>
  [
    head,
    ...rows.map(({ user, permission, access = 'Y', last = '', privileged = false }) =>
      [user, `${user} Doe`, mail(user), last, 'Tellers', permission, access, privileged ? 'yes' : 'no'].join(','),
    ),
  ].join('\n') + '\n'

const application = (name: string, pattern: string, id: string) => createCore(test, {}, { id, pattern, columns }, name)
const importText = async (content: string, name: string) => {
  const staged = await stage(test, content, name, new Date(now).toISOString())
  now += 60_000
  return staged.state === 'staged' ? apply(test, staged, 'The test says so.') : staged
}

/** Every page of a question, as `application/user: path = access`. */
async function list(query: Record<string, string | number>, limit = 1000): Promise<AccessGrant[]> {
  const found: AccessGrant[] = []
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const values = Object.entries({ ...query, limit, ...(cursor && { cursor }) }).map(([k, v]) => [k, String(v)])
    const page = await test.ask(AccessPage, 'GET', `/v1/access?${new URLSearchParams(values)}`)
    found.push(...page.items)
    cursor = page.next
    if (cursor === undefined) expect(found).toHaveLength(page.total)
  }
  return found
}
const line = ({ application: { name }, account, entitlement, access }: AccessGrant) =>
  `${name}/${account.userName}: ${entitlement.path} = ${access}`

/** One extract of an application as the model keeps it. */
interface Extract {
  readonly takenAt: number
  readonly lines: readonly string[]
}
interface Step {
  readonly application: 0 | 1
  /** Absent: the latest import is undone. */
  readonly rows: readonly Row[] | null
}

const aRow = fc.record({
  user: fc.constantFrom('ana', 'Ben', 'cho', 'dee'),
  permission: fc.constantFrom('Wires', 'Vault', 'Loans', 'Ledger'),
  access: fc.constantFrom('Y', 'Full', 'Read'),
})
const someRows = fc.uniqueArray(aRow, {
  selector: ({ user, permission }) => `${user} ${permission}`,
  minLength: 1,
  maxLength: 10,
})
const aStep: fc.Arbitrary<Step> = fc.record({
  application: fc.constantFrom(0, 1),
  rows: fc.option(someRows, { freq: 2, nil: null }),
})
const names = ['Core Banking', 'Wires'] as const

/** Does a step in the program and in the model. */
async function take({ application: which, rows }: Step, model: Extract[], id: string, n: number): Promise<void> {
  now += day
  if (rows !== null) {
    const takenAt = now
    const imported = await importText(text(rows), `${which === 0 ? 'core' : 'wires'}-${n}.csv`)
    if (imported.state !== 'applied') return
    const lines = rows.map(
      ({ user, permission, access }) => `${names[which]}/${user}: Tellers › ${permission} = ${access}`,
    )
    model.push({ takenAt, lines })
    return
  }
  if (model.length < 2) return
  const { items } = await test.ask(ImportPage, 'GET', '/v1/imports?state=applied&limit=200')
  const latest = items.filter((one) => one.application?.id === id && one.kind === 'extract')[0]
  const response = await test.call('POST', `/v1/imports/${latest?.id}/undo`)
  // After an undo nothing is left that can be undone.
  if (response.status === 409) return
  await test.host.idle()
  const { id: undo } = Import.parse(await response.json())
  const staged = await test.ask(Import, 'GET', `/v1/imports/${undo}`)
  expect((await apply(test, staged, 'The test says so.')).state).toBe('applied')
  model.pop()
}

/** What was true on a day, by the model; undefined where no extract says it. */
const linesAt = (model: readonly Extract[], at: number) => model.findLast(({ takenAt }) => takenAt <= at)?.lines

describe('random extracts, some undone', () => {
  it('are listed and compared as a model of lists says', { timeout: 240_000 }, async () => {
    const days = fc.tuple(fc.nat(14), fc.nat(14), fc.integer({ min: 1, max: 6 }))
    await fc.assert(
      fc
        .asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 9 }), days, async (steps, [one, other, limit]) => {
          const first = now
          const ids = [
            (await application(names[0], 'core*.csv', '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01')).id,
            (await application(names[1], 'wires*.csv', '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c02')).id,
          ]
          const models: Extract[][] = [[], []]
          for (const [n, step] of steps.entries())
            await take(step, models[step.application] ?? [], ids[step.application] ?? '', n)
          const moments = [one, other].toSorted((a, b) => a - b).map((days) => first + days * day)
          for (const at of moments) {
            const expected = models.flatMap((model) => linesAt(model, at) ?? [])
            const listed = await list({ trueOn: new Date(at).toISOString() }, limit)
            expect(listed.map(line).toSorted()).toEqual(expected.toSorted())
          }
          const [from = 0, to = 0] = moments
          const differences = models.flatMap((model) => {
            const [before, after] = [linesAt(model, from), linesAt(model, to)]
            if (!before || !after) return []
            return [...before.filter((one) => !after.includes(one)), ...after.filter((one) => !before.includes(one))]
          })
          expect((await changes(from, to)).toSorted()).toEqual(differences.toSorted())
        })
        .beforeEach(begin)
        .afterEach(() => test.close()),
      { numRuns: 5 },
    )
  })
})

async function changes(from: number, to: number): Promise<string[]> {
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
  const page = await test.ask(AccessChangesPage, 'GET', `/v1/access/changes?${range}&limit=1000`)
  expect([page.total, page.gained + page.lost + page.changed]).toEqual([page.items.length, page.items.length])
  return page.items.flatMap(({ application: { name }, account, entitlement, before, after }) =>
    [before, after].flatMap((access) =>
      access === null ? [] : [`${name}/${account.userName}: ${entitlement.path} = ${access}`],
    ),
  )
}

describe('a list of access', () => {
  beforeEach(begin)
  afterEach(() => test.close())
  const core = () => application(names[0], 'core*.csv', '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01')
  const users = (grants: readonly AccessGrant[]) => [...new Set(grants.map(({ account }) => account.userName))]

  /** Ana and Ben are known from the roster, Cho has left it since, and nobody is known to own `svc` and `ops`. */
  async function institution() {
    await createRoster(test)
    const person = (number: string, name: string, title: string) =>
      [number, name, 'Doe', mail(name.toLowerCase()), 'Lending', title, ''] as const
    const people = [person('1', 'Ana', 'Teller'), person('2', 'Ben', 'Manager')] as const
    await importText(rosterOf(...people, person('3', 'Cho', 'Teller')), 'hr-1.csv')
    const { id } = await core()
    await importText(
      text([
        { user: 'ana', permission: 'Wires', privileged: true, last: '2026-05-31 08:12' },
        { user: 'ben', permission: 'Vault', last: '2026-01-02' },
        { user: 'cho', permission: 'Vault', last: '5/1/2026' },
        { user: 'svc', permission: 'Vault' },
        { user: 'ops', permission: 'Vault', last: '2025-12-24T00:00:00Z' },
      ]),
      'core-1.csv',
    )
    const service = (await test.ask(AccountPage, 'GET', '/v1/accounts?q=svc')).items[0]
    const body = { personId: null, reason: 'It is a service account.' }
    const headers = { 'if-match': `"${service?.revision}"` }
    expect((await test.call('PUT', `/v1/accounts/${service?.id}/match`, body, headers)).status).toBe(200)
    now += day
    await importText(rosterOf(...people), 'hr-2.csv')
    return id
  }

  it('says by owner, department, title and leaving whose access it is', async () => {
    await institution()
    expect(users(await list({ owner: 'person' }))).toEqual(['ana', 'ben', 'cho'])
    expect(users(await list({ owner: 'none' }))).toEqual(['ops'])
    expect(users(await list({ owner: 'nobody' }))).toEqual(['svc'])
    expect(users(await list({ department: 'LENDING' }))).toEqual(['ana', 'ben', 'cho'])
    expect(users(await list({ title: 'teller' }))).toEqual(['ana', 'cho'])
    expect(users(await list({ department: 'lending', title: 'manager' }))).toEqual(['ben'])
    expect(users(await list({ leavers: 'true' }))).toEqual(['cho'])
    const [grant] = await list({ leavers: 'true' })
    expect([grant?.owner, grant?.person?.status, grant?.person?.department]).toEqual(['person', 'Removed', 'Lending'])
    // Before the second roster nobody had left.
    expect(await list({ leavers: 'true', trueOn: '2026-06-01' })).toEqual([])
    expect(users(await list({ title: 'teller', trueOn: '2026-06-01' }))).toEqual(['ana', 'cho'])
  })

  it('says what is privileged and dormant, and of which accounts nobody can tell', async () => {
    await institution()
    expect(users(await list({ privileged: 'true' }))).toEqual(['ana'])
    expect(users(await list({ privileged: 'false' }))).toEqual(['ben', 'cho', 'ops', 'svc'])
    expect(users(await list({ dormantDays: 90 }))).toEqual(['ben', 'ops'])
    expect(users(await list({ dormantDays: 90, owner: 'none' }))).toEqual(['ops'])
    // A date that can be read in two ways, and none at all, say nothing about dormancy.
    expect(users(await list({ lastSignIn: 'unknown' }))).toEqual(['cho', 'svc'])
  })

  it('of an entitlement, a person or an account is the same list, found from the other side', async () => {
    await institution()
    const all = await list({})
    for (const { entitlement } of all)
      expect(await list({ entitlementId: entitlement.id })).toEqual(
        all.filter((one) => one.entitlement.id === entitlement.id),
      )
    for (const { account, person } of all) {
      expect(await list({ accountId: account.id })).toEqual(all.filter((one) => one.account.id === account.id))
      if (person) expect(await list({ personId: person.id })).toEqual(all.filter((one) => one.person?.id === person.id))
    }
    const { items } = await test.ask(HeldEntitlementPage, 'GET', '/v1/access/entitlements')
    expect(items.map(({ name, accounts, privileged }) => [name, accounts, privileged])).toEqual([
      ['Vault', 4, false],
      ['Wires', 1, true],
    ])
  })

  it('says what it rests on, and of which applications nothing is known', async () => {
    const id = await institution()
    await application(names[1], 'wires*.csv', '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c09')
    const page = await test.ask(AccessPage, 'GET', '/v1/access')
    expect(page.basis.map(({ application: { name }, extract }) => [name, extract?.generation ?? null])).toEqual([
      ['Core Banking', 1],
      ['Wires', null],
    ])
    const before = await test.ask(AccessPage, 'GET', `/v1/access?applicationId=${id}&trueOn=2026-05-30`)
    expect([before.total, before.basis.map(({ extract }) => extract)]).toEqual([0, [null]])
    expect(before.logPosition).toBeGreaterThan(0)
    const path = `/v1/access/changes?from=2026-05-30&applicationId=${id}`
    const changed = await test.ask(AccessChangesPage, 'GET', path)
    expect([changed.total, changed.basis.map(({ from }) => from.extract)]).toEqual([0, [null]])
  })

  it('marks what stands only because a row could not be read', async () => {
    const { id } = await core()
    const grants = [
      { user: 'ana', permission: 'Wires' },
      { user: 'ben', permission: 'Vault' },
    ]
    await importText(text(grants), 'core-1.csv')
    now += day
    // Ana's row breaks off: what she has is not known.
    await importText(`${text(grants.slice(1))}ana,ana Doe\n`, 'core-2.csv')
    const page = await test.ask(AccessPage, 'GET', `/v1/access?applicationId=${id}`)
    expect(page.items.map(({ account, isUncertain }) => [account.userName, isUncertain])).toEqual([
      ['ana', true],
      ['ben', false],
    ])
    expect(page.basis[0]?.extract?.unreadRows).toBe(1)
  })

  it('refuses what is not there, and two moments at once', async () => {
    const unknown = '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c99'
    for (const query of [
      'entitlementId=999',
      `applicationId=${unknown}`,
      `personId=${unknown}`,
      `accountId=${unknown}`,
    ])
      expect((await test.call('GET', `/v1/access?${query}`)).status, query).toBe(404)
    expect((await test.call('GET', '/v1/access?trueOn=2026-06-01&knownOn=2026-06-01')).status).toBe(400)
    expect((await test.call('GET', '/v1/access/changes?from=2026-06-02&to=2026-06-01')).status).toBe(400)
    expect((await test.call('GET', '/v1/access?trueOn=2026-02-30')).status).toBe(400)
  })
})
