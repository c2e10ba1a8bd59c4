import fc from 'fast-check'
import { expect, it } from 'vitest'
import { loggedAddress } from '../../../src/main/api/logged-address.ts'

it.each([
  ['/v1/imports/0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01/apply', '/v1/imports/0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01/apply'],
  ['/openidm/managed/user', '/openidm/managed/user'],
  ['/openidm/managed/user/bjensen', '/openidm/managed/user/…'],
  ['/api/access-requests', '/api/access-requests'],
  ['/v1/imports/hunter2', '/v1/imports/…'],
  ['/v1/Bearer%20abc', '/v1/…'],
  ['/hunter2', '/…'],
  ['/', '/'],
])('%s is logged as %s', (pathname, logged) => {
  expect(loggedAddress(pathname)).toBe(logged)
})

it('an attack by a secret in the path reaches no log, wherever it stands and however it is written', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 8, maxLength: 40 }).filter((text) => !text.includes('/') && /[^a-z-]/.test(text)),
    fc.stringMatching(/^cst_[A-Za-z0-9_-]{43}$/),
    fc.stringMatching(/^whsec_[A-Za-z0-9+]{44}=$/),
    fc.stringMatching(/^eyJ[A-Za-z0-9_-]{20,60}\.[A-Za-z0-9_-]{20,60}$/),
  )
  const start = fc.constantFrom('/v1', '/v1/imports', '/api/identities', '/openidm/managed/user', '', '/v1/tokens')
  fc.assert(
    fc.property(start, secret, fc.boolean(), (before, text, encoded) => {
      const segment = encoded ? encodeURIComponent(text) : text
      if (/^\d{1,15}$/.test(segment)) return
      expect(loggedAddress(`${before}/${segment}`)).toBe(`${before}/…`)
    }),
  )
})
