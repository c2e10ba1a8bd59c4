import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from './desktop.ts'

const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0

/** Where a call of the system leads outside this computer; sockets of files and of this computer are not outside. */
function leadsOutside(line: string): boolean {
  if (!/sa_family=AF_INET6?\b/.test(line)) return false
  const v4 = /sin_addr=inet_addr\("([^"]+)"\)/.exec(line)?.[1]
  const v6 = /inet_pton\(AF_INET6, "([^"]+)"/.exec(line)?.[1]
  const isHere = v4 === undefined ? v6 === '::1' || v6 === '::' : v4.startsWith('127.') || v4 === '0.0.0.0'
  return !isHere
}

/**
 * Chromium asks the system at its start, and in older versions always, whether there is a route to an IPv6 address: it connects
 * a datagram socket, which sends nothing. That probe is left out, unless anything was ever sent on its socket.
 */
function withoutRouteProbe(lines: readonly string[]): string[] {
  const probe = /^(\d+) +connect\((\d+), .*sin6_port=htons\(443\).*"2001:4860:4860::8888"/
  return lines.filter((line) => {
    const [, thread, socket] = probe.exec(line) ?? []
    const sends = new RegExp(`^${thread} +send(to|msg|mmsg)\\(${socket},`)
    return thread === undefined || lines.some((other) => sends.test(other))
  })
}

test('nothing is called outside, no name is looked up, whatever is shown and whatever the page tries', async ({
  desktop,
}) => {
  test.skip(!canTrace, 'strace is not there, or may not trace here')
  test.setTimeout(180_000)
  const trace = desktop.at('trace')
  const { app, page } = await desktop.start({ tracedTo: trace })
  for (const path of [
    '/imports',
    '/access',
    '/people',
    '/policies',
    '/approvals',
    '/activity',
    '/settings',
    '/scripts',
  ]) {
    await page.evaluate((to) => history.pushState(null, '', to), path)
    await page.waitForTimeout(200)
  }
  // What a page that somebody took over would try.
  const tried = await page.evaluate(async () => {
    const calls = [
      fetch('https://192.0.2.1/').then(
        () => 'answered',
        () => 'refused',
      ),
      fetch('http://castellan.example/').then(
        () => 'answered',
        () => 'refused',
      ),
    ]
    const link = document.createElement('link')
    Object.assign(link, { rel: 'dns-prefetch', href: '//prefetched.example' })
    document.head.append(link)
    const field = document.createElement('textarea')
    field.value = 'mispeled wrods ar heer'
    document.body.append(field)
    field.focus()
    if (typeof RTCPeerConnection !== 'undefined') {
      const peer = new RTCPeerConnection({
        iceServers: [
          { urls: 'stun:192.0.2.1:3478' },
          { urls: 'turn:192.0.2.1:3478?transport=tcp', username: 'x', credential: 'x' },
        ],
      })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
    }
    await new Promise((done) => setTimeout(done, 4000))
    return Promise.all(calls)
  })
  expect(tried).toEqual(['refused', 'refused'])
  expect(await page.evaluate(() => [typeof RTCPeerConnection, typeof WebTransport])).toEqual(['undefined', 'undefined'])
  await desktop.quit(app)
  const lines = withoutRouteProbe(readFileSync(trace, 'utf8').split('\n'))
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.filter(leadsOutside)).toEqual([])
})
