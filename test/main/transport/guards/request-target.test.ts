import { describe, expect, test } from 'vitest'
import { readTarget } from '../../../../src/main/transport/guards/request-target.ts'

const host = '127.0.0.1:17173'
const status = (target: string) => {
  const read = readTarget(target, host)
  return 'refusal' in read ? read.refusal.status : read.path
}

describe('the request target', () => {
  test.each([
    ['/v1/imports', '/v1/imports'],
    ['/v1/imports?limit=5&q=a%2Fb', '/v1/imports?limit=5&q=a%2Fb'],
    ['/openidm/managed/user?_queryFilter=userName+eq+"ana"', '/openidm/managed/user?_queryFilter=userName+eq+"ana"'],
    ['/openidm/managed/user/a%2Fb', '/openidm/managed/user/a%2Fb'],
    ['/v1/x?next=//elsewhere', '/v1/x?next=//elsewhere'],
    [`http://${host}/v1/imports`, '/v1/imports'],
    [`http://${host}`, '/'],
  ])('%s is read as %s', (target, path) => expect(status(target)).toBe(path))

  test.each([
    ['absolute form with another name', 'http://evil.test/v1/imports', 421],
    ['absolute form with another port', 'http://127.0.0.1:17174/v1', 421],
    ['absolute form that begins like us', `http://${host}.evil.test/`, 421],
    ['absolute form with user information', `http://a@${host}/`, 421],
    ['absolute form over https', `https://${host}/`, 421],
    ['asterisk form', '*', 421],
    ['a path without a slash', 'v1/imports', 421],
    ['an empty segment at the start, read by some as a host', '//evil.test/v1', 400],
    ['an empty segment inside', '/v1//imports', 400],
    ['a parent segment', '/api/../v1/imports', 400],
    ['an encoded parent segment', '/api/%2e%2E/v1', 400],
    ['a half-encoded parent segment', '/api/.%2e/v1', 400],
    ['a dot segment', '/api/./v1', 400],
    ['a parent segment at the end', '/api/..', 400],
    ['a backslash', '/v1\\imports', 400],
    ['an encoded backslash', '/v1/%5cimports', 400],
    ['an encoded NUL', '/v1/a%00b', 400],
    ['an encoded NUL in the query', '/v1/a?q=%00', 400],
    ['an encoded line end', '/v1/a%0d%0aX-Evil:1', 400],
    ['a fragment', '/v1/imports#x', 400],
    ['a raw control character', '/v1/\u0001', 400],
    ['bytes outside ASCII', '/v1/é', 400],
    ['a stray percent sign', '/v1/100%', 400],
    ['more than 8 KiB', `/v1/${'a'.repeat(8 * 1024)}`, 414],
  ])('%s', (_name, target, expected) => expect(status(target)).toBe(expected))
})
