import { expect, test } from 'vitest'
import { hasCredentialInQuery } from '../../../../src/main/transport/guards/query-credentials.ts'

test.each([
  'access_token=abc',
  'token=abc',
  'limit=5&API_KEY=abc',
  'api-key=abc',
  'Password=abc',
  'x-openidm-password=abc',
  'sessionToken=abc',
  '%74oken=abc',
  'client_secret=',
  'h=Bearer+abc',
  'h=Basic%20abc',
])('%s carries a credential', (query) => expect(hasCredentialInQuery(query)).toBe(true))

test.each(['', 'limit=5', 'cursor=abc', 'q=password', 'tokenId=5', '_queryFilter=userName+eq+"session"', 'q=bearer'])(
  '%s carries none',
  (query) => expect(hasCredentialInQuery(query)).toBe(false),
)
