import { isAppUrl } from './origin.ts'

const granted: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write'])

/** The two permissions that the page needs, for the page itself; no camera, no location, no device, no screen (A6). */
export function isPermitted(permission: string, requestingUrl: string): boolean {
  return granted.has(permission) && isAppUrl(requestingUrl)
}
