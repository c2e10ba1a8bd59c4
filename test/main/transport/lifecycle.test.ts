import { connect, createServer, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { PortBusyError } from '../../../src/main/transport/listener.ts'
import { leastWantedConnection } from '../../../src/main/transport/sockets/connections.ts'
import { ask, program } from './wire.ts'

const upload = { 'content-type': 'application/octet-stream', 'x-castellan-upload': '1' }

test('uploads are streamed: the program reads while the client still sends', async () => {
  const { start } = program()
  const listener = await start()
  const piece = new Uint8Array(64 * 1024)
  let left = 100
  const body = new ReadableStream({
    pull: (controller) => (left-- > 0 ? controller.enqueue(piece) : controller.close()),
  })
  const response = await fetch(`${listener.url}/v1/blob`, {
    method: 'PUT',
    body,
    headers: upload,
    duplex: 'half',
  } as RequestInit)
  expect(await response.json()).toEqual({ size: 100 * piece.byteLength })
  await listener.close()
})

test.each([false, true])('JSON there and back, events as they happen (cheap objects: %s)', async (replaceGlobals) => {
  const { start } = program()
  const listener = await start({ replaceGlobals })
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
  const response = await fetch(`${listener.url}/v1/things`, post)
  expect([response.status, await response.json()]).toEqual([201, { got: { a: 1 } }])
  const events = await fetch(`${listener.url}/v1/events`)
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('event: hello')
  await Promise.all([listener.close(), reader.read()])
  await expect(fetch(listener.url)).rejects.toThrow()
})

test('a client that hangs up ends its event stream', async () => {
  const { start } = program()
  const listener = await start()
  const stop = new AbortController()
  const events = await fetch(`${listener.url}/v1/events`, { signal: stop.signal })
  await events.body!.getReader().read()
  stop.abort()
  await sleep(100)
  await listener.close()
})

test('closing waits for an answer under way, but not for ever', async () => {
  const { app, start } = program()
  let arrived = () => {}
  const arrival = new Promise<void>((done) => (arrived = done))
  app.get('/v1/slow', async (c) => {
    arrived()
    await sleep(300)
    return c.json({ done: true })
  })
  const listener = await start()
  const slow = fetch(`${listener.url}/v1/slow`).then((response) => response.json())
  await arrival
  const dawdler = connect(listener.port, '127.0.0.1')
  dawdler.on('error', () => undefined)
  await new Promise((written) => dawdler.write('POST /v1/things HTTP/1.1\r\nHost: x', written))
  await listener.close()
  expect(await slow).toEqual({ done: true })
})

test('a busy port is named', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as { port: number }
  const { start } = program()
  await expect(start({ port })).rejects.toMatchObject({ name: PortBusyError.name, port })
  squatter.close()
})

test('no other address of this machine answers', async () => {
  const { start } = program()
  const listener = await start()
  const others = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map((networkAddress) => networkAddress.address),
  )
  for (const address of others.filter((candidate) => candidate !== '127.0.0.1')) {
    await expect(
      new Promise((resolve, reject) => connect(listener.port, address).on('connect', resolve).on('error', reject)),
      address,
    ).rejects.toThrow()
  }
  await listener.close()
})

test('a crowd of silent sockets keeps no ordinary client out', async () => {
  const { start } = program()
  const listener = await start()
  const crowd: Socket[] = []
  for (let i = 0; i < 230; i++) {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write('GET /v1/things HTTP/1.1\r\nX-Slow: '))
    socket.on('error', () => undefined)
    crowd.push(socket)
  }
  await sleep(300)
  for (let i = 0; i < 20; i++)
    expect((await ask(listener.port, 'GET /v1/things', ['Connection: close'])).status).toBe(200)
  for (const socket of crowd) socket.destroy()
  await listener.close()
})

test('of too many connections the longest idle one is given up, never one at work', () => {
  const connections = new Map([
    ['working', { active: 1, since: 0 }],
    ['fresh', { active: 0, since: 9 }],
    ['stale', { active: 0, since: 3 }],
  ])
  expect(leastWantedConnection(connections)).toBe('stale')
  expect(leastWantedConnection(new Map([['working', { active: 2, since: 0 }]]))).toBeUndefined()
})
