import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { shortestPassword } from '../../src/contract/users.ts'

/**
 * Makes src/main/domain/sign-in/blocklist.data.ts: `node test/support/make-password-blocklist.ts LIST`, where LIST holds
 * one password a line. Only what the policy would otherwise accept is worth a place, so shorter ones are left out.
 */
const list = process.argv[2]
if (list === undefined) throw new Error('Name the file that holds the common passwords, one a line.')
const words = readFileSync(list, 'utf8')
  .split('\n')
  .map((line) => line.trim().normalize('NFKC').toLowerCase())
const digests = [...new Set(words.filter((word) => Array.from(word).length >= shortestPassword))]
  .map((word) => createHash('sha256').update(word, 'utf8').digest().readUInt32BE(0))
  .sort((a, b) => a - b)
const bytes = Buffer.alloc(digests.length * 4)
for (const [i, digest] of digests.entries()) bytes.writeUInt32BE(digest, i * 4)
const lines = bytes.toString('base64').match(/.{1,114}/g) ?? []
const text = `/**
 * ${digests.length} common passwords of ${shortestPassword} characters and more, as the first four bytes of the SHA-256 of each in lower case, sorted.
 * Made by test/support/make-password-blocklist.ts; docs/decisions/0022-the-password-blocklist.md says where the list comes from.
 */
export const commonPasswords = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('')
`
writeFileSync(resolve(import.meta.dirname, '../../src/main/domain/sign-in/blocklist.data.ts'), text)
