#!/usr/bin/env node
/**
 * Verifies an export of Castellan's audit log, without Castellan: plain Node 18 or newer, nothing to install.
 *
 *     node verify-audit.mjs EXPORT.jsonl [--against FILE]… [--key PUBLIC_KEY.pem]
 *
 * --against names a checkpoint that was kept elsewhere: a file out of checkpoints/, or a receipt beside an import.
 * --key names the public key that the log must be signed with. Without either, a log that was rewritten as a whole and
 * signed with another key can't be told from the original. The rule is written down in docs/audit.md.
 *
 * Ends with 0 when the log holds, 1 when it does not, 2 when it was called wrongly.
 */
import * as crypto from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const genesis = '0'.repeat(64)
const sha256 = (data) =>
  crypto.hash ? crypto.hash('sha256', data, 'buffer') : crypto.createHash('sha256').update(data).digest()

/** RFC 8785 for what the log holds: sorted keys, no spaces, ECMAScript numbers and strings. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${members.join(',')}}`
}

const inOrder = (value) => {
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(inOrder)
  let last
  for (const key in value) {
    if ((last !== undefined && last >= key) || !inOrder(value[key])) return false
    last = key
  }
  return true
}

/** Whether a line is the canonical form of what it holds. The common case is answered without building it. */
const isCanonical = (line, value) => (JSON.stringify(value) === line && inOrder(value)) || canonical(value) === line

/** SHA-256(0x00 ‖ text); U+0000 is the byte 0x00 in UTF-8. */
export const leafHash = (text) => sha256(`\0${text}`)
const nodeHash = (left, right) => sha256(Buffer.concat([Buffer.of(1), left, right]))

/** Adds a leaf to the peaks of an RFC 9162 tree that had `size` leaves. */
export function addLeaf(peaks, size, leaf) {
  let peak = leaf
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) peak = nodeHash(peaks.pop(), peak)
  peaks.push(peak)
}

export function rootOf(peaks) {
  if (peaks.length === 0) return sha256('')
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), peaks.at(-1))
}

/** The first 16 hexadecimal digits of the SHA-256 of an Ed25519 key's 32 bytes. */
export function keyId(pem) {
  const { x } = crypto.createPublicKey(pem).export({ format: 'jwk' })
  return sha256(Buffer.from(x, 'base64url')).toString('hex').slice(0, 16)
}

export function isSigned({ checkpoint, signature }, pem) {
  return crypto.verify(null, Buffer.from(canonical(checkpoint), 'utf8'), pem, Buffer.from(signature, 'base64'))
}

const linesOf = (file) => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })

function parsed(line) {
  try {
    const value = JSON.parse(line)
    return value !== null && typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** Checkpoints as they were kept elsewhere: alone, or carried by a receipt. */
function keptElsewhere(files, problems) {
  return files.flatMap((file) => {
    const given = parsed(readFileSync(file, 'utf8'))
    const signed = given?.checkpoint ? given : given?.audit
    if (signed?.checkpoint && typeof signed.signature === 'string') return [{ ...signed, where: file }]
    problems.push(`${file} holds no checkpoint`)
    return []
  })
}

/** What the file says of itself: its head line, and the checkpoints at its end. */
async function readFrame(file, problems) {
  let head = null
  let number = 0
  const checkpoints = []
  for await (const line of linesOf(file)) {
    number++
    if (number === 1) head = parsed(line)
    else if (line.startsWith('{"checkpoint":')) {
      const signed = parsed(line)
      if (signed?.checkpoint && typeof signed.signature === 'string')
        checkpoints.push({ ...signed, where: `the checkpoint in line ${number}` })
      else problems.push(`line ${number} can not be read`)
    }
  }
  if (head?.castellan === 'audit export' && head.v === 1 && Array.isArray(head.keys)) return { head, checkpoints }
  problems.push('the first line is not the head of an audit export')
  return { head: { keys: [], entries: 0, head: genesis }, checkpoints }
}

/** The keys that may have signed: those of the file, or only the one that the caller trusts. */
function trustedKeys(head, keyFile, problems) {
  const keys = new Map()
  for (const { id, publicKey } of head.keys) {
    try {
      if (keyId(publicKey) === id) keys.set(id, publicKey)
      else problems.push(`key ${id} is not the key that its name says`)
    } catch {
      problems.push(`key ${id} can not be read`)
    }
  }
  if (keyFile === undefined) return keys
  const pem = readFileSync(keyFile, 'utf8')
  return new Map([[keyId(pem), pem]])
}

function proven(signed, keys, problems) {
  const { checkpoint, where } = signed
  const pem = keys.get(checkpoint.key)
  if (pem === undefined) problems.push(`${where} was signed with key ${checkpoint.key}, which is none of this log`)
  else if (!isSigned(signed, pem)) problems.push(`${where} does not bear a valid signature`)
  else return true
  return false
}

/** A restore on a new machine can't know how many entries were given up. */
const isOpen = (lostKnown) => lostKnown === 'at-least' || lostKnown === 'not'

/**
 * @param {string} file an export
 * @param {{ against?: string[], key?: string }} options
 */
export async function verifyExport(file, { against = [], key } = {}) {
  const problems = []
  const notices = []
  const { head, checkpoints } = await readFrame(file, problems)
  const keys = trustedKeys(head, key, problems)
  const claims = [...checkpoints, ...keptElsewhere(against, problems)].filter((one) => proven(one, keys, problems))
  const bySeq = new Map()
  for (const one of claims) bySeq.set(one.checkpoint.entries, [...(bySeq.get(one.checkpoint.entries) ?? []), one])

  let entries = 0
  let previous = genesis
  let previousAt = Number.NEGATIVE_INFINITY
  const peaks = []
  // A restore that the log declares: what was signed before it, of entries that it gave up, is no fault of those that stand.
  const forks = []
  const isGivenUp = ({ checkpoint: { entries: signed, at, head } }) =>
    forks.some(
      ({ seq, at: forkedAt, details: { lostEntries, lostHead, lostKnown } }) =>
        signed >= seq &&
        (isOpen(lostKnown) || signed <= lostEntries) &&
        at <= forkedAt &&
        (signed !== lostEntries || lostHead === '' || head === lostHead),
    )
  let number = 0
  for await (const line of linesOf(file)) {
    number++
    if (number === 1 || line.startsWith('{"checkpoint":')) continue
    const entry = parsed(line)
    const say = (what) => problems.push(`entry ${entries + 1} (line ${number}) ${what}`)
    if (entry === null) say('can not be read')
    else {
      if (!isCanonical(line, entry)) say('is not in canonical form')
      if (entry.seq !== entries + 1) say(`has the number ${entry.seq}`)
      if (entry.previous !== previous) say('does not follow the entry before it')
      const at = Date.parse(entry.at)
      if (!(at >= previousAt)) {
        if (entry.action === 'clock.rollback')
          notices.push(`the clock was set back to ${entry.at} (entry ${entry.seq})`)
        else say(`has a time before that of the entry before it: ${entry.at}`)
      }
      previousAt = at
      if (entry.action === 'backup.restored' && entry.details?.kept === entries) {
        forks.push(entry)
        const { lostEntries, lostKnown, reason } = entry.details
        const more = isOpen(lostKnown) ? ', and how many after them is not known' : ''
        notices.push(
          `a backup was put back (entry ${entry.seq}): entries up to ${lostEntries} were given up${more} (${reason})`,
        )
      }
    }
    const leaf = leafHash(line)
    addLeaf(peaks, entries, leaf)
    entries++
    previous = leaf.toString('hex')
    for (const one of bySeq.get(entries) ?? []) {
      const { checkpoint, where } = one
      const holds = checkpoint.head === previous && checkpoint.root === rootOf(peaks).toString('hex')
      if (!holds && !isGivenUp(one))
        problems.push(`the first ${entries} entries are not those that ${where} was signed for`)
    }
  }
  for (const one of claims) {
    const { checkpoint, where } = one
    if (checkpoint.entries > entries && !isGivenUp(one))
      problems.push(`${where} was signed for ${checkpoint.entries} entries, and there are only ${entries}`)
  }
  if (head.entries !== entries || head.head !== previous)
    problems.push(`the first line speaks of ${head.entries} entries and another end than the log has`)
  const signedUpTo = Math.max(0, ...claims.map(({ checkpoint }) => checkpoint.entries).filter((seq) => seq <= entries))
  if (signedUpTo < entries) notices.push(`entries after ${signedUpTo} are not covered by a checkpoint`)
  if (against.length === 0 && key === undefined)
    notices.push('nothing that was kept elsewhere was given: see --against and --key')
  return { entries, head: previous, root: rootOf(peaks).toString('hex'), checkpoints: claims.length, problems, notices }
}

function readArguments(argv) {
  const options = { against: [], key: undefined, file: undefined }
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--against' && argv[i + 1] !== undefined) options.against.push(argv[++i])
    else if (argv[i] === '--key' && argv[i + 1] !== undefined) options.key = argv[++i]
    else if (!argv[i].startsWith('-') && options.file === undefined) options.file = argv[i]
    else return null
  }
  return options.file === undefined ? null : options
}

async function main(argv) {
  const options = readArguments(argv)
  if (options === null) {
    process.stderr.write('Usage: node verify-audit.mjs EXPORT.jsonl [--against FILE]… [--key PUBLIC_KEY.pem]\n')
    return 2
  }
  const found = await verifyExport(options.file, options)
  for (const notice of found.notices) process.stdout.write(`note: ${notice}\n`)
  for (const problem of found.problems) process.stdout.write(`PROBLEM: ${problem}\n`)
  const { entries, head, root, checkpoints } = found
  process.stdout.write(`${entries} entries, ${checkpoints} checkpoints\nhead ${head}\nroot ${root}\n`)
  process.stdout.write(found.problems.length === 0 ? 'The log holds.\n' : 'The log does NOT hold.\n')
  return found.problems.length === 0 ? 0 : 1
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code
    },
    (error) => {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
      process.exitCode = 2
    },
  )
}
