/**
 * CRC-32 as in zip and Ethernet (IEEE 802.3, reflected). Node has it only in a module that also opens streams, which the
 * domain does not import; a test holds the two equal.
 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
