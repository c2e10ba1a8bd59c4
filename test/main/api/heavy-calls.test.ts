import { expect, test } from 'vitest'
import { heavyCalls, isHeavy } from '../../../src/main/api/heavy-calls.ts'
import { identityGovernanceOperations } from '../../../src/main/api/identity-governance/operations.ts'
import { nativeRoutes } from '../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../src/main/api/permission-assist/routes.ts'

test('each heavy call is one that an API knows', () => {
  const known = new Set([
    ...[...nativeRoutes, ...vendorRoutes].map(({ method, path }) => `${method} ${path}`),
    ...identityGovernanceOperations.map(({ method, path }) => `${method} /openidm/${path}`),
  ])
  expect(heavyCalls.filter((call) => !known.has(call))).toEqual([])
})

test('no spelling of an address makes a heavy call a light one', () => {
  for (const target of ['/v1/audit/verify', '/v1/audit/verify?', '/v1/audit/verif%79', '/v1/%61udit/verify?x=1'])
    expect(isHeavy('POST', target)).toBe(true)
  for (const target of ['/v1/people?q=a', '/v1/people?limit=1&%71=a', '/openidm/access-request/item?queryString=a'])
    expect(isHeavy('GET', target)).toBe(true)
  expect(isHeavy('HEAD', '/v1/audit/export')).toBe(true)
  expect(isHeavy('GET', '/v1/people?limit=1')).toBe(false)
  expect(isHeavy('GET', '/v1/people/%')).toBe(false)
})
