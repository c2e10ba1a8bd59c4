import { createHash } from 'node:crypto'
import { commonPasswords } from './blocklist.data.ts'

let digests: Set<number> | undefined

/** Whether a password is among the common ones, whatever its case. Works without a network. */
export function isCommonPassword(password: string): boolean {
  digests ??= decode(commonPasswords)
  const word = password.trim().normalize('NFKC').toLowerCase()
  return digests.has(createHash('sha256').update(word, 'utf8').digest().readUInt32BE(0))
}

export const countOfCommonPasswords = (): number => (digests ??= decode(commonPasswords)).size

function decode(base64: string): Set<number> {
  const bytes = Buffer.from(base64, 'base64')
  const all = new Set<number>()
  for (let i = 0; i < bytes.length; i += 4) all.add(bytes.readUInt32BE(i))
  return all
}
