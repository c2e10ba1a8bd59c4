import { describe, expect, test } from 'vitest'
import { checkHost } from '../../../../src/main/transport/guards/host-header.ts'

const port = 17173

describe('the Host header', () => {
  test.each(['127.0.0.1:17173', 'localhost:17173', '[::1]:17173'])('%s is ours', (host) => {
    expect(checkHost([host], port)).toBeNull()
  })

  test.each([
    ['DNS rebinding', ['evil.test:17173']],
    ['DNS rebinding that looks like us', ['127.0.0.1.evil.test:17173']],
    ['a missing header', []],
    ['an empty header', ['']],
    ['a duplicate of the right one', ['127.0.0.1:17173', '127.0.0.1:17173']],
    ['a right one hiding a wrong one', ['127.0.0.1:17173', 'evil.test']],
    ['two names in one header', ['127.0.0.1:17173, evil.test']],
    ['a trailing dot', ['localhost.:17173']],
    ['another port', ['127.0.0.1:17174']],
    ['no port', ['127.0.0.1']],
    ['a port with a leading zero', ['127.0.0.1:017173']],
    ['another loopback address', ['127.0.0.2:17173']],
    ['a short form of the address', ['127.1:17173']],
    ['a decimal form of the address', ['2130706433:17173']],
    ['an IPv4-mapped address', ['[::ffff:127.0.0.1]:17173']],
    ['any address', ['0.0.0.0:17173']],
    ['other letter case', ['LOCALHOST:17173']],
    ['user information', ['user@127.0.0.1:17173']],
    ['a space', ['127.0.0.1:17173 ']],
    ['a subdomain of localhost', ['a.localhost:17173']],
  ])('%s is misdirected', (_name, hosts) => {
    expect(checkHost(hosts, port)).toMatchObject({ status: 421 })
  })
})
