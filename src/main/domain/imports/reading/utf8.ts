/** The lowest and highest second byte, and how many bytes follow, by the first byte (RFC 3629, table of well-formed sequences). */
function sequence(lead: number): readonly [follow: number, low: number, high: number] | undefined {
  if (lead >= 0xc2 && lead <= 0xdf) return [1, 0x80, 0xbf]
  if (lead === 0xe0) return [2, 0xa0, 0xbf]
  if (lead === 0xed) return [2, 0x80, 0x9f]
  if (lead >= 0xe1 && lead <= 0xef) return [2, 0x80, 0xbf]
  if (lead === 0xf0) return [3, 0x90, 0xbf]
  if (lead >= 0xf1 && lead <= 0xf3) return [3, 0x80, 0xbf]
  if (lead === 0xf4) return [3, 0x80, 0x8f]
  return undefined
}

/** The first byte of the first sequence that is not UTF-8; the length when all of it is. A sequence that is cut off counts. */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at] as number
    if (lead < 0x80) {
      at++
      continue
    }
    const length = lengthAt(bytes, at)
    if (length === 0) return at
    at += length
  }
  return bytes.length
}

/** How many bytes the sequence at a place has; 0 when it is none. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const rule = sequence(bytes[at] as number)
  if (!rule) return 0
  const [follow, low, high] = rule
  for (let i = 1; i <= follow; i++) {
    const byte = bytes[at + i]
    if (byte === undefined || byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return 0
  }
  return follow + 1
}

/** How many bytes at the end begin a sequence that more bytes could complete. */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const rule = sequence(byte)
    return rule && rule[0] >= back ? back : 0
  }
  return 0
}
