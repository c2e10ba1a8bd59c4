import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { whyNotReached, whyNotTarget } from '../../../../src/main/domain/webhooks/target.ts'
import { whyNotNetwork } from '../../../../src/main/domain/shared/network-address.ts'

describe('an attack by the address of a webhook', () => {
  test.each([
    ['http outside this computer', 'http://tickets.example.com/'],
    ['http to this site', 'http://10.0.0.1/'],
    ['this computer', 'https://127.0.0.1/'],
    ['this computer by name', 'https://localhost/'],
    ['this computer in other words', 'https://127.1/'],
    ['this computer as a number', 'https://2130706433/'],
    ['this computer in hexadecimal', 'https://0x7f.0.0.1/'],
    ['this computer in octal', 'https://0177.0.0.1/'],
    ['this computer as IPv6', 'https://[::1]/'],
    ['this computer as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
    ['every address of this computer', 'https://0.0.0.0/'],
    ['the cloud’s metadata', 'https://169.254.169.254/latest/meta-data'],
    ['this site', 'https://192.168.1.1/'],
    ['this site as IPv6', 'https://[fd00::1]/'],
    ['this link', 'https://[fe80::1]/'],
    ['an old site address', 'https://[fec0::1]/'],
    ['IPv4 behind a gateway', 'https://[64:ff9b::7f00:1]/'],
    ['IPv4 behind 6to4', 'https://[2002:7f00:1::]/'],
    ['many', 'https://224.0.0.1/'],
    ['a password', 'https://user:secret@tickets.example.com/'],
    ['a user', 'https://user@tickets.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['our own page', 'app://castellan/'],
    ['no address', 'tickets'],
    ['a fragment', 'https://tickets.example.com/#here'],
  ])('%s is refused', (_what, url) => {
    expect(whyNotTarget(url, [])).not.toBeNull()
  })
})

it.each([
  ['https://tickets.example.com/castellan?key=x', []],
  ['https://93.184.216.34/', []],
  ['https://[2606:2800:220:1:248:1893:25c8:1946]/', []],
  ['https://10.20.30.40/hook', ['10.20.0.0/16']],
  ['http://127.0.0.1:8080/hook', ['127.0.0.0/8']],
  ['http://localhost:8080/hook', ['127.0.0.1/32']],
  ['http://[::1]:8080/hook', ['::1/128']],
])('%s is fine where %j are allowed', (url, networks) => {
  expect(whyNotTarget(url, networks)).toBeNull()
})

it('an address is allowed by its own network and by no other, however it is written', () => {
  const octet = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(octet, octet, octet, (a, b, c) => {
      const address = `10.${a}.${b}.${c}`
      expect(whyNotReached(address, [])).not.toBeNull()
      expect(whyNotReached(address, [`10.${(a + 1) % 256}.0.0/16`, 'fd00::/8'])).not.toBeNull()
      for (const written of [address, `::ffff:${address}`])
        expect(whyNotReached(written, [`10.${a}.0.0/16`])).toBeNull()
    }),
  )
})

it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8/8', '::/129', 'everything', '', '10.0.0.0/-1', '10.0.0.0/x'])(
  '%j is no network',
  (text) => {
    expect(whyNotNetwork(text)).not.toBeNull()
  },
)
