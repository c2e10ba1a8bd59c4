import { isWithin, placeOf } from '../shared/network-address.ts'

/**
 * Why nothing may be sent to an address; null when it may (A56).
 * @param networks those on this site that somebody allowed
 */
export function whyNotReached(address: string, networks: readonly string[]): string | null {
  const place = placeOf(address)
  if (place === null) return `${address} is no address.`
  if (place === 'outside' || isWithin(address, networks)) return null
  const what = place === 'this-computer' ? 'this computer' : 'an address of this site, or of none'
  return `${address} is ${what}. Allow its network among the networks of webhooks if it is meant.`
}

/** The host of an address, without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

/**
 * Why a webhook can't have such an address, as far as can be said without asking for names; null when it can. What a name
 * leads to is judged at each delivery.
 */
export function whyNotTarget(text: string, networks: readonly string[]): string | null {
  const url = URL.parse(text)
  if (url === null) return 'must be an address, as https://tickets.example.com/castellan'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://'
  if (url.username !== '' || url.password !== '') return 'must hold no user name and no password'
  if (url.hash !== '') return 'must hold no #'
  const host = hostOf(url)
  const address = host === 'localhost' ? '127.0.0.1' : host
  const place = placeOf(address)
  if (url.protocol === 'http:' && place !== 'this-computer')
    return 'must begin with https://; http is for this computer only'
  return place === null ? null : whyNotReached(address, networks)
}
