import ipaddr from 'ipaddr.js'

/** Why a text is no network; null when it is one, as `10.20.0.0/16`. */
export const whyNotNetwork = (text: string): string | null =>
  ipaddr.isValidCIDR(text) ? null : 'must be an address and the length of its prefix, as 10.20.0.0/16'

/** Where an address leads: outside, to this computer, or to a network of this site (or one that means nothing). */
export type Place = 'outside' | 'this-computer' | 'this-site'

/** @param text an address, which may be an IPv4 address written as IPv6; null when it is none */
export function placeOf(text: string): Place | null {
  if (!ipaddr.isValid(text)) return null
  const address = ipaddr.process(text)
  const range = address.range()
  if (range === 'loopback') return 'this-computer'
  if (range !== 'unicast') return 'this-site'
  // Of IPv6 only this is given out to the internet.
  return address.kind() === 'ipv4' || address.match(ipaddr.parseCIDR('2000::/3')) ? 'outside' : 'this-site'
}

/** Whether an address lies in one of some networks. */
export function isWithin(text: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  return networks.some((network) => {
    const [base, prefix] = ipaddr.parseCIDR(network)
    return base.kind() === address.kind() && address.match([base, prefix])
  })
}
