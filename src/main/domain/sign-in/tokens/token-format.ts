import { crc32 } from 'node:zlib'

/**
 * An API token: `cst_`, 30 random base62 characters (178 bits), 6 base62 characters of their CRC-32. The checksum lets a
 * scanner of secrets be sure and lets us refuse a mistyped token without a look into the database.
 * Published for scanners of secrets: `\bcst_[0-9A-Za-z]{36}\b`
 */
export const tokenPattern = /^cst_([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/
export const tokenPrefix = 'cst_'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 30
const checksumLength = 6
/** Bytes from here on would make the first characters of the alphabet likelier. */
const fairBelow = 256 - (256 % alphabet.length)

/** @param randomBytes where randomness comes from; asked again while it yields bytes that would be unfair */
export function newToken(randomBytes: (count: number) => Uint8Array): string {
  let secret = ''
  while (secret.length < secretLength) {
    for (const byte of randomBytes(secretLength)) {
      if (byte < fairBelow && secret.length < secretLength) secret += alphabet[byte % alphabet.length]
    }
  }
  return tokenPrefix + secret + checksum(secret)
}

/** True when the text has the shape of a token and its checksum is right; nothing is said about its being known. */
export function isWellFormedToken(text: string): boolean {
  const parts = tokenPattern.exec(text)
  return parts !== null && checksum(parts[1] ?? '') === parts[2]
}

function checksum(secret: string): string {
  let rest = crc32(Buffer.from(secret, 'latin1'))
  let text = ''
  for (let i = 0; i < checksumLength; i++) {
    text = (alphabet[rest % alphabet.length] ?? '') + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}
