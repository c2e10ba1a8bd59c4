import { longestPassword, shortestPassword } from '../../../contract/users.ts'
import { isCommonPassword } from './blocklist.ts'

/** What anybody would try first on this program, besides the person's own names. */
// oxlint-disable-next-line castellan/no-facade-words -- people may not choose it as a part of their password
const obviousWords = `
  castellan permissionassist permission assist openidm identity governance access
  administrator admin owner auditor approver officer manager security operator
  creditunion credit union bank banking teller branch company office
  password passwort passphrase passcode secret welcome letmein changeme changeit default
  temporary anonymous qwertyuiop qwerty login signin user test guest root
  spring summer autumn winter monday friday january february march april june july august
  september october november december`
  .trim()
  .split(/\s+/)
  // Longer ones first: "banking" before "bank", or "ing" would be left.
  .sort((a, b) => b.length - a.length)

const leastOwnCharacters = 8
const leastDistinct = 5
const mostInSequence = 0.7

/** Whose password it is to be. */
export interface PasswordOwner {
  readonly username: string
  readonly name: string
}

/**
 * What is wrong with a new password, in words, all at once; empty when nothing is. Length decides, any characters are
 * welcome; refused is only what is tried first: common ones, repetitions, sequences, and the words of this place.
 */
export function validatePassword(password: string, owner: PasswordOwner): readonly string[] {
  const text = password.normalize('NFC')
  const length = Array.from(text).length
  if (length < shortestPassword) return [`must have at least ${shortestPassword} characters; it has ${length}`]
  if (length > longestPassword) return [`must have at most ${longestPassword} characters; it has ${length}`]
  const lower = text.normalize('NFKC').toLowerCase()
  const problems: string[] = []
  if (isCommonPassword(text)) problems.push('is one of the passwords that are tried first everywhere')
  if (isRepetitive(lower)) problems.push('repeats the same characters')
  if (isSequence(lower)) problems.push('is a sequence of neighbouring characters')
  if (isObvious(lower, owner)) problems.push('is made of words that anybody would try here, or of your own name')
  return problems
}

function isRepetitive(text: string): boolean {
  if (new Set(text).size < leastDistinct) return true
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.slice(period) === text.slice(0, text.length - period)) return true
  }
  return false
}

function isSequence(text: string): boolean {
  let near = 0
  for (let i = 1; i < text.length; i++) if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) <= 1) near++
  return near >= mostInSequence * (text.length - 1)
}

/** True when obvious words make up so much of it that what is left could be guessed. */
function isObvious(text: string, { username, name }: PasswordOwner): boolean {
  const own = `${username} ${name}`
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3)
  const compact = text.replace(/[^\p{L}\p{N}]+/gu, '')
  let rest = compact
  for (const word of [...own, ...obviousWords]) rest = rest.replaceAll(word, '')
  if (rest === compact) return false
  return rest.replace(/(19|20)\d\d/g, '').length < leastOwnCharacters
}
