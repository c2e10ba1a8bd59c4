import { identityGovernanceOperations } from './identity-governance/operations.ts'
import { nativeRoutes } from './mounts.ts'
import { vendorRoutes } from './permission-assist/routes.ts'

const hidden = '…'
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const number = /^\d{1,15}$/

let words: ReadonlySet<string> | undefined

/** Every word that stands in an address of the three APIs. */
function wordsOfAddresses(): ReadonlySet<string> {
  words ??= new Set(
    [
      ...[...nativeRoutes, ...vendorRoutes].map(({ path }) => path),
      ...identityGovernanceOperations.map(({ path }) => `/openidm/${path}`),
      '/.well-known/instance',
    ].flatMap((path) => path.split('/').filter((segment) => !segment.startsWith(':'))),
  )
  return words
}

/**
 * An address as logs show it: its own words, numbers and GUIDs. Whatever else stands in it may be a password or a token that
 * somebody put into the wrong place, and is left out.
 */
export function loggedAddress(pathname: string): string {
  const known = wordsOfAddresses()
  return pathname
    .split('/')
    .map((segment) => (known.has(segment) || guid.test(segment) || number.test(segment) ? segment : hidden))
    .join('/')
}
