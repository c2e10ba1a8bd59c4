/** The page's own scheme: standard and secure, so that it has an origin, and nobody else can serve it. */
export const scheme = 'app'
const appOrigin = 'app://castellan'
export const appUrl = `${appOrigin}/`

/**
 * True for an address of the page itself. Compared by origin, never by prefix: `app://castellan.evil` begins alike.
 * Outside Electron a custom scheme has the origin `null`, so it is put together from its parts.
 */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.username !== '' || parsed.password !== '' || parsed.port !== '') return false
  return parsed.protocol === `${scheme}:` && parsed.host === 'castellan'
}
