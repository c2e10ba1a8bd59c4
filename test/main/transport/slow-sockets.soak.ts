import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { ask, program } from './wire.ts'

const minute = 60_000
const crowdSize = 200

test('two hundred sockets that dawdle over their headers for a minute do not slow an ordinary client', async () => {
  const { start } = program()
  const listener = await start()
  const crowd = new Set<Socket>()
  let over = false
  const dawdle = (): void => {
    const socket = connect(listener.port, '127.0.0.1', () => socket.write('GET /v1/things HTTP/1.1\r\n'))
    const drip = setInterval(() => socket.write('X-Slow: 1\r\n'), 2_000)
    crowd.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(drip)
      crowd.delete(socket)
      if (!over) setTimeout(dawdle, 50)
    })
  }
  for (let i = 0; i < crowdSize; i++) dawdle()

  const took: number[] = []
  const until = performance.now() + minute
  while (performance.now() < until) {
    const before = performance.now()
    expect((await ask(listener.port, 'GET /v1/things', ['Connection: close'])).status).toBe(200)
    took.push(performance.now() - before)
  }
  over = true
  for (const socket of crowd) socket.destroy()
  await listener.close()
  took.sort((a, b) => a - b)
  expect(took[Math.floor(took.length * 0.99)]).toBeLessThan(200)
})
