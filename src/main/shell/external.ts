/** Sites to which the window may send a person, in their own browser. */
const hosts = new Set(['docs.castellan.dev', 'nodejs.org', 'www.electronjs.org'])
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const longest = 2_000

/**
 * The address to hand to the system's browser or mail program, normalised; null for any other. What the system does with
 * a scheme is beyond us, so only two leave: https to known hosts, and mail (A5).
 */
export function externalUrl(address: string): string | null {
  if (address.length > longest || hidden.test(address)) return null
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return null
  if (url.protocol === 'https:') return hosts.has(url.host) ? url.href : null
  if (url.protocol !== 'mailto:') return null
  // Only who it goes to: a subject or an attachment could carry what the person never wrote.
  return /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(url.pathname) ? `mailto:${url.pathname}` : null
}
