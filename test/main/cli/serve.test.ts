import { existsSync, statSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { castellan } from './castellan.ts'

let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

test('serve says when it is ready, and SIGTERM ends it with the write-ahead log folded in', async () => {
  const { child, ended, ready } = await cli.serve()
  expect(ready).toMatchObject({ url: `http://127.0.0.1:${ready.port}`, pid: child.pid, version: '0.1.0' })
  expect((await fetch(`${ready.url}/v1/imports`)).status).toBe(401)
  const stream = await fetch(`${ready.url}/v1/events`).catch(() => null)
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
  await stream?.body?.cancel().catch(() => undefined)
  expect(existsSync(cli.at('data/castellan.db'))).toBe(true)
  expect(existsSync(cli.at('data/castellan.db-wal'))).toBe(false)
  expect(existsSync(cli.at('data/instance.json'))).toBe(false)
  await expect(fetch(ready.url)).rejects.toThrow()
})

test('watches every folder that the line names', async () => {
  await cli.serve('--imports', cli.at('more'))
  const { stdout } = await cli.run('status', '--data', cli.at('data'), '--json')
  expect(JSON.parse(stdout)).toBeTruthy()
  expect(existsSync(cli.at('more'))).toBe(true)
})

test('the data directory and its discovery file are for their owner alone', async () => {
  await cli.serve()
  expect(statSync(cli.at('data')).mode & 0o777).toBe(0o700)
  expect(statSync(cli.at('data/instance.json')).mode & 0o777).toBe(0o600)
})

test('a second start points to the first and ends with 0', async () => {
  const { ready } = await cli.serve()
  const second = await cli.run('serve', ...cli.places, '--json')
  expect(second.code).toBe(0)
  expect(JSON.parse(second.stdout)).toMatchObject({ ...ready, alreadyRunning: true })
})

test('after kill -9 the next start takes the directory over', async () => {
  const first = await cli.serve()
  first.child.kill('SIGKILL')
  await first.ended
  expect(existsSync(cli.at('data/instance.json'))).toBe(true)
  expect((await cli.run('status', '--data', cli.at('data'))).code).toBe(8)
  const second = await cli.serve()
  expect(second.ready.pid).toBe(second.child.pid)
})

test('of simultaneous starts one serves and the others point to it', async () => {
  const starts = [1, 2, 3].map(() => cli.start(['serve', ...cli.places, '--port', '0', '--json']))
  const others = await Promise.race([
    Promise.all([starts[0]!.ended, starts[1]!.ended]),
    Promise.all([starts[0]!.ended, starts[2]!.ended]),
    Promise.all([starts[1]!.ended, starts[2]!.ended]),
  ])
  for (const other of others) {
    expect(other.stderr).toBe('')
    expect(JSON.parse(other.stdout)).toMatchObject({ alreadyRunning: true })
  }
  expect(starts.filter(({ child }) => child.exitCode === null)).toHaveLength(1)
})

test('a busy port is named with its holder, and nothing is left behind', async () => {
  const squatter = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello')).listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as { port: number }
  const refused = await cli.run('serve', ...cli.places, '--port', String(port))
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain(`Port ${port} on 127.0.0.1 is in use by another program`)
  expect(existsSync(cli.at('data/instance.json'))).toBe(false)
  squatter.close()
})

test('a port held by another Castellan is said to be', async () => {
  const { ready } = await cli.serve()
  const other = await cli.run(
    'serve',
    '--data',
    cli.at('other'),
    '--imports',
    cli.at('imports'),
    '--port',
    String(ready.port),
  )
  expect(other.code).toBe(4)
  expect(other.stderr).toContain('in use by another Castellan')
})

test('a fault that nobody caught ends the process, and the next start says so without its message', async () => {
  const crasher = cli.at('crasher.mjs')
  const ready = cli.at('crashes-when.json')
  writeFileSync(
    crasher,
    `import { existsSync } from 'node:fs'
    setInterval(() => { if (existsSync(${JSON.stringify(ready)})) throw new RangeError('ana.silva has salary 5') }, 50)`,
  )
  const broken = cli.start(['serve', ...cli.places, '--port', '0', '--ready-file', ready], ['--import', crasher])
  const { code, stderr } = await broken.ended
  expect(code).toBe(1)
  expect(stderr).not.toContain('ana.silva')
  const { child, ended } = await cli.serve()
  child.kill('SIGTERM')
  expect((await ended).stderr).toMatch(/last run was ended by a fault \(RangeError/)
})

test('--browser prints a link for the person, not for the pipe', async () => {
  const { child, ended } = await cli.serve('--browser', '--json')
  child.kill('SIGTERM')
  const { stdout, stderr } = await ended
  expect(stderr).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#code=\S{22,}/)
  expect(stdout).not.toContain('code=')
})

test('a stale ready file is gone before the directory is opened', async () => {
  mkdirSync(cli.at('data'), { recursive: true })
  writeFileSync(cli.at('stale.json'), '{"port":1}')
  const { code } = await cli.run('serve', ...cli.places, '--port', '99999', '--ready-file', cli.at('stale.json'))
  expect(code).toBe(2)
})

test('--browser gives a link to the first run, and the plain address once there is an owner', async () => {
  const { ready, child, ended } = await cli.serve('--browser')
  const again = await cli.run('serve', ...cli.places, '--browser')
  const code = /#code=(\S+)/.exec(again.stderr)?.[1]
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object, more = {}) =>
    fetch(ready.url + path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
  const { token } = (await (await post('/v1/session', { code })).json()) as { token: string }
  const owner = { username: 'olga', password: 'seven plums, four herons & no kettle', roles: ['owner'] }
  expect((await post('/v1/users', owner, { authorization: `Bearer ${token}` })).status).toBe(201)

  const second = await cli.run('serve', ...cli.places, '--browser')
  expect(second.stderr).toContain(`Open this address in the browser and sign in:\n\n  ${ready.url}/`)
  expect(second.stderr).not.toContain('#code')
  child.kill('SIGTERM')
  expect((await ended).stderr).toContain('#code=')
  const later = await cli.serve('--browser')
  later.child.kill('SIGTERM')
  const { stderr } = await later.ended
  expect(stderr).toContain('sign in')
  expect(stderr).not.toContain('#code')
})
