import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AuditPage } from '../../../src/contract/audit.ts'
import { ApiSwitch } from '../../../src/contract/api-switch.ts'
import { RevealedToken, TokenPage } from '../../../src/contract/tokens.ts'
import { User, UserPage } from '../../../src/contract/users.ts'
import { castellan, inProcess } from './castellan.ts'

// Many small starts, each of which takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 })
let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

const data = () => ['--data', cli.at('data')]
const password = 'seven plums, four herons & no kettle'
const items = { tokens: TokenPage.pick({ items: true }), users: UserPage.pick({ items: true }) }

describe.each(['beside a running Castellan', 'without one'])('%s', (place) => {
  let url: string | null = null
  beforeEach(async () => {
    url = null
    if (place === 'without one') cli.stayAlone()
    else url = (await cli.serve()).ready.url
  })

  test('a token is made, printed once, let in while the API is on, rotated and revoked', async () => {
    const created = await cli.run(
      'token',
      'create',
      ...data(),
      '--name',
      'script',
      '--scopes',
      'imports:read,audit:read',
    )
    expect(created.code).toBe(0)
    const secret = created.stdout.trim()
    expect(secret).toMatch(/^[a-z]+_[0-9A-Za-z]{36}$/)
    expect(created.stderr).toContain('castellan api on')
    expect(created.stderr).not.toContain(secret)

    const call = async () =>
      url === null
        ? null
        : (await fetch(`${url}/v1/imports`, { headers: { authorization: `Bearer ${secret}` } })).status
    if (url !== null) expect(await call()).toBe(403)
    expect(await cli.json(ApiSwitch, 'api', 'on')).toMatchObject({ enabled: true, changedBy: 'local operator' })
    if (url !== null) expect(await call()).toBe(200)

    const rotated = await cli.json(RevealedToken, 'token', 'rotate', 'script', '--overlap', '1h')
    expect(rotated.secret).not.toBe(secret)
    const list = await cli.run('token', 'list', ...data())
    expect(list.stdout.match(/script/g)).toHaveLength(2)
    expect(list.stdout).not.toContain(rotated.secret)
    const revoked = await cli.run('token', 'revoke', rotated.token.id, ...data(), '--reason', 'not needed')
    expect(revoked.code).toBe(0)
    expect((await cli.run('token', 'revoke', rotated.token.id, ...data())).code).toBe(4)
    const { items: left } = await cli.json(items.tokens, 'token', 'list', '--state', 'revoked')
    expect(left).toMatchObject([{ id: rotated.token.id, revokedBecause: 'not needed' }])

    expect(await cli.json(ApiSwitch, 'api', 'off')).toMatchObject({ enabled: false })
    expect((await cli.run('api', 'status', ...data())).stdout).toMatch(
      /^The API is off \(since .*local operator\)\.\n$/,
    )
  })

  test('the first user is an owner, the next one what is said; one can be disabled', async () => {
    const add = (username: string, ...more: string[]) =>
      cli.pipe(`${password}\n`, 'user', 'add', ...data(), '--username', username, '--password-stdin', ...more)
    expect(await add('olga')).toMatchObject({ code: 0, stdout: 'Created olga (owner).\n' })
    expect(await add('sam')).toMatchObject({ code: 2, stderr: expect.stringContaining('Give --roles') })
    const sam = await add('sam', '--roles', 'security-officer,auditor', '--json')
    expect(User.parse(JSON.parse(sam.stdout)).roles).toEqual(['security-officer', 'auditor'])
    expect(await add('sam', '--roles', 'auditor')).toMatchObject({ code: 4 })
    if (url !== null) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
      const body = JSON.stringify({ username: 'sam', password })
      expect((await fetch(`${url}/v1/session`, { ...init, body })).status).toBe(201)
    }
    expect((await cli.run('user', 'disable', 'sam', ...data())).code).toBe(0)
    expect((await cli.run('user', 'disable', 'nobody', ...data())).code).toBe(4)
    const { items: users } = await cli.json(items.users, 'user', 'list')
    expect(users.map(({ username, disabled }) => [username, disabled])).toEqual([
      ['olga', false],
      ['sam', true],
    ])
  })
})

test.each([
  ['too short', 'kettle\n', [], 'at least 15'],
  ['nothing on standard input', '', [], 'holds no password'],
  ['more than a line', `${password}\nsecond\n`, [], 'more than one line'],
  ['a role that nobody knows', `${password}\n`, ['--roles', 'king'], 'Known: owner'],
])('a user with %s is refused as input', async (_name, input, more, words) => {
  const line = ['user', 'add', ...data(), '--username', 'olga', '--password-stdin', ...more]
  expect(await inProcess(line, input)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
})

test.each([
  [['token', 'create'], 'Give --name'],
  [['token', 'create', '--name', 'x', '--scopes', 'everything'], 'is no scope'],
  [['token', 'create', '--name', 'x', '--expires', '90'], 'takes a number with'],
  [['token', 'create', '--name', 'x', '--expires', '36h'], 'whole days'],
  [['token', 'create', '--name', 'x', '--expires', '400d'], 'days'],
  [['token', 'create', '--name', 'x', '--expires', 'never'], '--because REASON'],
  [['token'], 'token create, token list'],
])('%j is a mistake in usage', async (line, words) => {
  const args = line.length > 1 ? [...line, ...data()] : line
  expect(await inProcess(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
})

test('no secret reaches the data directory or the log', async () => {
  const { secret } = await cli.json(RevealedToken, 'token', 'create', '--name', 'canary')
  await cli.pipe(password, 'user', 'add', ...data(), '--username', 'olga', '--password-stdin')
  const files = readdirSync(cli.at('data'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name))
    expect([name, bytes.includes(secret), bytes.includes(password)]).toEqual([name, false, false])
  }
  expect(existsSync(cli.at('data/instance.json'))).toBe(false)
})

test('logs actions of the command line as those of the local operator', async () => {
  const { ready } = await cli.serve()
  const { secret } = await cli.json(RevealedToken, 'token', 'create', '--name', 'reader', '--scopes', 'audit:read')
  await cli.run('api', 'on', ...data())
  const answer = await fetch(`${ready.url}/v1/audit`, { headers: { authorization: `Bearer ${secret}` } })
  const { items: entries } = AuditPage.parse(await answer.json())
  expect(entries.map(({ action, actor }) => [action, actor.name])).toEqual([
    ['api.switched on', 'local operator'],
    ['token.created', 'local operator'],
  ])
})
