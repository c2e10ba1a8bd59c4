import { createServer as createHttpServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen, type Listener } from '../../../src/main/transport/listener.ts'
import { anonymous, type Caller } from '../../../src/main/api/http/caller.ts'
import { writeDiscovery } from '../../../src/main/instance/discovery.ts'
import { findInstance, looksLikeCastellan } from '../../../src/main/instance/find.ts'
import { thisProcess } from '../../../src/main/instance/holder.ts'
import { isOperatorCredential, newInstanceKey, prove } from '../../../src/main/instance/proof.ts'

let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-find-'))))
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  rmSync(folder, { recursive: true })
})

const key = newInstanceKey()
const announce = (port: number | null, more: object = {}) =>
  writeDiscovery(folder, { ...thisProcess(), startedAt: 'x', version: '0.1.0', mode: 'serve', port, key, ...more })

async function castellan(): Promise<{ listener: Listener; callers: Caller[] }> {
  const callers: Caller[] = []
  const host = {
    fetch: async (request: Request, caller: Caller) => {
      callers.push(caller)
      return Response.json({ method: request.method, body: await request.text() })
    },
    identify: async (): Promise<Caller> => anonymous,
  }
  const listener = await listen(host, {
    port: 0,
    files: { respond: async () => new Response('') },
    prove: (challenge, port) => prove(key, challenge, port),
    isOperator: (authorization) => isOperatorCredential(key, authorization, Date.now()),
  })
  closing.push(() => listener.close())
  return { listener, callers }
}

/** Some other program that answers everything, and remembers what it was told. */
async function squatter(host: string, port: number, answer: (url: string) => Promise<string> | string) {
  const heard: string[] = []
  const server: Server = createHttpServer((request, response) => {
    heard.push(`${request.url} ${request.headers.authorization ?? ''}`)
    void Promise.resolve(answer(request.url ?? '')).then((text) => response.end(text))
  })
  await new Promise<void>((resolve, reject) => server.listen(port, host, resolve).on('error', reject))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return { port: (server.address() as AddressInfo).port, heard }
}

test('the real one proves itself, and takes the caller for the operator', async () => {
  const { listener, callers } = await castellan()
  announce(listener.port)
  const found = await findInstance(folder)
  if (found.state !== 'running') throw new Error(found.state)
  const request = new Request('http://castellan/v1/x', {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  const response = await found.instance.call(request)
  expect(await response.json()).toEqual({ method: 'POST', body: '{}' })
  expect(callers).toEqual([{ kind: 'operator' }])
  expect(await looksLikeCastellan(listener.port)).toBe(true)
})

test('nobody, or one that died or never listened', async () => {
  expect(await findInstance(folder)).toEqual({ state: 'nobody' })
  announce(4000, { startTicks: '1', pid: process.pid })
  if (process.platform === 'linux') expect(await findInstance(folder)).toEqual({ state: 'nobody' })
  announce(null)
  expect((await findInstance(folder)).state).toBe('silent')
})

describe('a squatter', () => {
  const states = async () => (await findInstance(folder)).state

  test('on the port is told nothing secret', async () => {
    const { port, heard } = await squatter('127.0.0.1', 0, () => JSON.stringify({ proof: 'f'.repeat(64) }))
    announce(port)
    expect(await states()).toBe('impostor')
    expect(heard).toHaveLength(1)
    expect(heard.join()).not.toMatch(/Operator|Bearer/)
  })

  test('that passes the question on to the real one elsewhere is refused', async () => {
    const { listener } = await castellan()
    const relay = await squatter('127.0.0.1', 0, async (url) => (await fetch(listener.url + url)).text())
    announce(relay.port)
    expect(await states()).toBe('impostor')
  })

  test('on [::1] of the same port is never spoken to', async (context) => {
    const { listener } = await castellan()
    const there = await squatter('::1', listener.port, () => '{}').catch(() => null)
    if (there === null) return context.skip('this machine has no ::1')
    announce(listener.port)
    expect(await states()).toBe('running')
    expect(there.heard).toEqual([])
  })

  test('that took the port after a crash gets nothing: the discovery file names a dead process', async () => {
    const { port, heard } = await squatter('127.0.0.1', 0, () => '{}')
    announce(port, { bootId: 'an earlier start of this machine' })
    expect(await states()).toBe('nobody')
    expect(heard).toEqual([])
  })

  test.each(['', 'not json', 'null', '[]', '{"proof":5}'])('that answers %j is refused', async (text) => {
    const { port } = await squatter('127.0.0.1', 0, () => text)
    announce(port)
    expect(await states()).toBe('impostor')
  })
})
