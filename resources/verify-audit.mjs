#!/usr/bin/env node
/**
 * Verifies an export of Castellan's audit log, without Castellan: plain Node 18.14 or newer, nothing to install.
 *
 *     node verify-audit.mjs EXPORT.jsonl [--against FILE]… [--key PUBLIC_KEY.pem]…
 *
 * --against names a checkpoint that was kept elsewhere: a file out of checkpoints/, or a receipt beside an import.
 * --key names a public key that somebody kept elsewhere: the one that signs, and those before it.
 *
 * It believes only what it sees: a log holds as far as a checkpoint reaches that was signed with a key which somebody
 * kept elsewhere, by --key or by a receipt. The rule is written down in docs/audit.md; verify-audit.py is a second reading
 * of it.
 *
 * Ends with 0 when the log holds to its end, 1 when it does not hold, 2 when it was called wrongly, and 3 when nothing is
 * wrong with it but its end, or all of it, is vouched for by nothing that was kept elsewhere.
 */
import * as crypto from 'node:crypto'
import { isUtf8 } from 'node:buffer'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const genesis = '0'.repeat(64)
const hex64 = /^[0-9a-f]{64}$/
const hex16 = /^[0-9a-f]{16}$/
const sha256 = (data) =>
  crypto.hash ? crypto.hash('sha256', data, 'buffer') : crypto.createHash('sha256').update(data).digest()
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
const isCount = (value) => Number.isSafeInteger(value) && value >= 0

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

/** What an Ed25519 key in SPKI begins with, before its 32 bytes. */
const spki = '302a300506032b6570032100'

/** Base64 as it is written, and in no other way. */
function bytesOf(base64) {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.toString('base64') === base64 ? bytes : null
}

/** The 32 bytes of an Ed25519 key in PEM; null for anything else. */
function rawKey(pem) {
  const match = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----\s*$/.exec(pem)
  const der = match && bytesOf(match[1].replace(/\s/g, ''))
  return der && der.length === 44 && der.toString('hex').startsWith(spki) ? der.subarray(12) : null
}

/** The first 16 hexadecimal digits of the SHA-256 of an Ed25519 key's 32 bytes. */
export function keyId(pem) {
  const raw = rawKey(pem)
  if (raw === null) throw new Error('this is no public key of Ed25519 in PEM')
  return sha256(raw).toString('hex').slice(0, 16)
}

export function isSigned({ checkpoint, signature }, pem) {
  const bytes = bytesOf(signature)
  return bytes !== null && crypto.verify(null, Buffer.from(canonical(checkpoint), 'utf8'), pem, bytes)
}

/** Text of a log as a terminal may show it: on one line, bounded, nothing that moves it or turns its direction. */
export const shown = (text) =>
  String(text)
    .slice(0, 300)
    .replace(
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )

/** The lines of a file, each as its bytes, without the line feed. */
function* linesOf(file) {
  const handle = openSync(file, 'r')
  try {
    const chunk = Buffer.alloc(1 << 20)
    let rest = Buffer.alloc(0)
    for (;;) {
      const size = readSync(handle, chunk, 0, chunk.length, null)
      if (size === 0) break
      let from = 0
      for (let at = chunk.indexOf(10); at !== -1 && at < size; at = chunk.indexOf(10, from)) {
        const piece = chunk.subarray(from, at)
        yield rest.length === 0 ? piece : Buffer.concat([rest, piece])
        rest = Buffer.alloc(0)
        from = at + 1
      }
      rest = Buffer.concat([rest, chunk.subarray(from, size)])
    }
    if (rest.length > 0) yield rest
  } finally {
    closeSync(handle)
  }
}

/** A line as text and what it holds; null where it is no UTF-8 or no JSON object. */
function readLine(bytes) {
  if (!isUtf8(bytes)) return null
  const text = bytes.toString('utf8')
  try {
    const value = JSON.parse(text)
    return isObject(value) ? { text, value } : null
  } catch {
    return null
  }
}

const isMoment = (text) =>
  typeof text === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString() === text

const checkpointMembers = ['type', 'v', 'entries', 'head', 'root', 'at', 'key']

/** A signed checkpoint, exactly in its form; null for anything else. */
function checkpointIn(value) {
  const { checkpoint, signature } = value
  if (!isObject(checkpoint) || typeof signature !== 'string') return null
  const { type, v, entries, head, root, at, key } = checkpoint
  const isRight =
    Object.keys(checkpoint).length === checkpointMembers.length &&
    checkpointMembers.every((name) => Object.hasOwn(checkpoint, name)) &&
    type === 'castellan audit checkpoint' &&
    v === 1 &&
    isCount(entries) &&
    [head, root].every((hash) => typeof hash === 'string' && hex64.test(hash)) &&
    isMoment(at) &&
    typeof key === 'string' &&
    hex16.test(key)
  return isRight ? { checkpoint, signature } : null
}

/** A checkpoint that was kept elsewhere: alone, or carried by a receipt. */
function keptIn(file, problems) {
  let given
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error?.code !== undefined) throw error
  }
  const carrier = isObject(given) ? (isObject(given.audit) && given.checkpoint === undefined ? given.audit : given) : {}
  const signed = checkpointIn(carrier)
  if (signed === null) problems.push(`${file} holds no checkpoint`)
  return signed === null ? [] : [{ ...signed, where: file, isKept: true }]
}

const headMembers = ['castellan', 'v', 'exportedAt', 'entries', 'head', 'keys']

/** What the first line says: how long the log is, its end, and the keys that signed it. */
function readHead(bytes, problems) {
  const read = bytes === undefined ? null : readLine(bytes)
  const head = read?.value
  const isHead =
    read !== null &&
    head.castellan === 'audit export' &&
    head.v === 1 &&
    isCount(head.entries) &&
    typeof head.head === 'string' &&
    Array.isArray(head.keys)
  if (!isHead) {
    problems.push('the first line is not the head of an audit export')
    return { keys: [], entries: 0, head: genesis }
  }
  if (JSON.stringify(head) !== read.text || Object.keys(head).some((name) => !headMembers.includes(name)))
    problems.push('the first line holds what is unknown, or is written otherwise')
  return head
}

/** The keys of the file by their names, each proved to be what its name says. */
function keysOf(head, problems) {
  const keys = new Map()
  for (const given of head.keys) {
    const { id, publicKey } = isObject(given) ? given : {}
    let named = null
    try {
      named = typeof publicKey === 'string' ? keyId(publicKey) : null
    } catch {
      // Told below.
    }
    if (named === null) problems.push(`key ${shown(id)} can not be read`)
    else if (named !== id) problems.push(`key ${shown(id)} is not the key that its name says`)
    else keys.set(id, publicKey)
  }
  return keys
}

const entryMembers = ['action', 'actor', 'at', 'details', 'object', 'previous', 'seq', 'v']

/** Whether something is an entry: exactly its members, each of its kind. */
const isEntry = (value) =>
  Object.keys(value).length === entryMembers.length &&
  entryMembers.every((name) => Object.hasOwn(value, name)) &&
  value.v === 1 &&
  isCount(value.seq) &&
  typeof value.action === 'string' &&
  isMoment(value.at) &&
  typeof value.previous === 'string' &&
  ['actor', 'object', 'details'].every((name) => isObject(value[name]))

/** A restore on a new machine can't know how many entries were given up. */
const isOpen = (lostKnown) => lostKnown === 'at-least' || lostKnown === 'not'

/** Signed before a restore that the log declares, of entries that it gave up. */
const isGivenUp = (forks, { checkpoint: { entries: signed, at, head } }) =>
  forks.some(
    ({ seq, at: forkedAt, details: { lostEntries, lostHead, lostKnown } }) =>
      signed >= seq &&
      (isOpen(lostKnown) || signed <= lostEntries) &&
      at <= forkedAt &&
      (signed !== lostEntries || lostHead === '' || head === lostHead),
  )

/** Walks the entries: their numbers, links, times, forks and keys. */
function createWalk(problems, notices) {
  const peaks = []
  const forks = []
  const replacedKeys = new Set()
  let entries = 0
  let previous = genesis
  let previousAt = ''
  const walk = {
    forks,
    replacedKeys,
    get entries() {
      return entries
    },
    get head() {
      return previous
    },
    root: () => rootOf(peaks).toString('hex'),
    add(bytes, number) {
      const say = (what) => problems.push(`entry ${entries + 1} (line ${number}) ${what}`)
      const read = readLine(bytes)
      if (read === null) say('can not be read')
      else if (!isEntry(read.value)) say('is no entry')
      else check(read, say)
      const leaf = sha256(Buffer.concat([Buffer.of(0), bytes]))
      addLeaf(peaks, entries, leaf)
      entries++
      previous = leaf.toString('hex')
    },
  }
  function check({ text, value: entry }, say) {
    if (!isCanonical(text, entry)) say('is not in canonical form')
    if (entry.seq !== entries + 1) say(`has the number ${entry.seq}`)
    if (entry.previous !== previous) say('does not follow the entry before it')
    if (entry.at < previousAt) {
      if (entry.action === 'clock.rollback') notices.push(`the clock was set back to ${entry.at} (entry ${entry.seq})`)
      else say(`has a time before that of the entry before it: ${entry.at}`)
    }
    previousAt = entry.at
    if (entry.action === 'backup.restored') fork(entry, say)
    if (entry.action === 'audit.key-replaced' || entry.action === 'audit.key replaced') keyReplaced(entry)
  }
  function fork(entry, say) {
    const { kept, lostEntries, lostHead, lostKnown, reason } = entry.details
    const isRight = kept === entries && isCount(lostEntries) && typeof lostHead === 'string'
    if (!isRight) return say('says of a backup that was put back what can not be so')
    forks.push(entry)
    const more = isOpen(lostKnown) ? ', and how many after them is not known' : ''
    notices.push(
      `a backup was put back (entry ${entry.seq}): entries up to ${lostEntries} were given up${more} (${shown(reason)})`,
    )
  }
  function keyReplaced({ seq, details: { before, now } }) {
    replacedKeys.add(before)
    replacedKeys.add(now)
    notices.push(`the key was replaced (entry ${seq}): ${shown(before)} by ${shown(now)}`)
  }
  return walk
}

/** Which keys somebody vouches for: those that were given, else those of what was kept elsewhere. */
function trustOf(givenKeys, kept, pems) {
  if (givenKeys.size > 0) return new Set(givenKeys.keys())
  return new Set(
    kept
      .filter((one) => pems.has(one.checkpoint.key) && isSigned(one, pems.get(one.checkpoint.key)))
      .map(({ checkpoint }) => checkpoint.key),
  )
}

/** Says of a checkpoint what is wrong with its signature. @returns whether it is proved */
function isProved({ checkpoint, signature, where }, pems, problems) {
  const pem = pems.get(checkpoint.key)
  if (pem === undefined) problems.push(`${where} was signed with key ${checkpoint.key}, which is none of this log`)
  else if (!isSigned({ checkpoint, signature }, pem)) problems.push(`${where} does not bear a valid signature`)
  else return true
  return false
}

/** Reads the whole file: the head, the entries, then the checkpoints, oldest first. */
function readExport(file, wanted, { problems, notices }) {
  let head
  let number = 0
  const walk = createWalk(problems, notices)
  const checkpoints = []
  /** The head and root of the log at each length; asked for by checkpoints, which come after the entries. */
  const states = new Map()
  let last = -1
  for (const bytes of linesOf(file)) {
    number++
    if (number === 1) head = readHead(bytes, problems)
    else if (bytes.subarray(0, 14).toString('latin1') === '{"checkpoint":') {
      const read = readLine(bytes)
      const signed = read && checkpointIn(read.value)
      const { checkpoint, signature } = signed ?? {}
      const written =
        signed &&
        JSON.stringify({
          checkpoint: Object.fromEntries(checkpointMembers.map((name) => [name, checkpoint[name]])),
          signature,
        })
      if (!signed || written !== read.text) problems.push(`line ${number} is no checkpoint in its form`)
      else {
        if (checkpoint.entries <= last) problems.push(`the checkpoint in line ${number} stands twice or out of order`)
        last = Math.max(last, checkpoint.entries)
        checkpoints.push({ checkpoint, signature, where: `the checkpoint in line ${number}` })
      }
    } else {
      if (checkpoints.length > 0) problems.push(`line ${number} stands after the checkpoints`)
      walk.add(bytes, number)
      if (wanted.has(walk.entries)) states.set(walk.entries, { head: walk.head, root: walk.root() })
    }
  }
  return { head: head ?? readHead(undefined, problems), checkpoints, walk, states }
}

/** At which lengths the root is asked for: by the checkpoints of the file, and by what was kept elsewhere. */
function lengthsAskedFor(file, kept) {
  const lengths = new Set(kept.map(({ checkpoint }) => checkpoint.entries))
  for (const bytes of linesOf(file))
    if (bytes.subarray(0, 14).toString('latin1') === '{"checkpoint":') {
      const entries = readLine(bytes)?.value?.checkpoint?.entries
      if (isCount(entries)) lengths.add(entries)
    }
  return lengths
}

const unspoken = 'for which nothing that was kept elsewhere speaks'

/**
 * @param {string} file an export
 * @param {{ against?: string[], keys?: string[] }} options files of checkpoints and of keys that were kept elsewhere
 */
export async function verifyExport(file, { against = [], keys = [] } = {}) {
  const problems = []
  const notices = []
  const kept = against.flatMap((one) => keptIn(one, problems))
  const { head, checkpoints, walk, states } = readExport(file, lengthsAskedFor(file, kept), { problems, notices })
  const givenKeys = new Map(keys.map((one) => readFileSync(one, 'utf8')).map((pem) => [keyId(pem), pem]))
  const pems = new Map([...keysOf(head, problems), ...givenKeys])
  const trusted = trustOf(givenKeys, kept, pems)
  const { entries, forks, replacedKeys } = walk
  /** How many checkpoints each key signed that the log names as a replaced one or its successor, and nobody else does. */
  const strangers = new Map()
  let covered = 0
  let proved = 0
  for (const one of [...checkpoints, ...kept]) {
    const { checkpoint, where } = one
    if (!isProved(one, pems, problems)) continue
    proved++
    const isTrusted = trusted.has(checkpoint.key)
    if (!isTrusted && trusted.size > 0) {
      if (one.isKept || !replacedKeys.has(checkpoint.key))
        problems.push(`${where} was signed with key ${checkpoint.key}, ${unspoken}`)
      else strangers.set(checkpoint.key, (strangers.get(checkpoint.key) ?? 0) + 1)
    }
    const state = states.get(checkpoint.entries)
    const holds = state !== undefined && state.head === checkpoint.head && state.root === checkpoint.root
    if (holds && isTrusted) covered = Math.max(covered, checkpoint.entries)
    if (holds || isGivenUp(forks, one)) continue
    problems.push(
      checkpoint.entries > entries
        ? `${where} was signed for ${checkpoint.entries} entries, and there are only ${entries}`
        : `the first ${checkpoint.entries} entries are not those that ${where} was signed for`,
    )
  }
  if (head.entries !== entries || head.head !== walk.head)
    problems.push(`the first line speaks of ${head.entries} entries and another end than the log has`)
  for (const [key, many] of strangers) notices.push(`${many} checkpoints were signed with key ${key}, ${unspoken}`)
  if (trusted.size === 0) notices.push('nothing that was kept elsewhere was given: see --against and --key')
  else if (covered < entries)
    notices.push(`entries after ${covered} are not covered by a checkpoint of a key that was kept elsewhere`)
  const verdict = problems.length > 0 ? 'broken' : covered === entries && entries > 0 ? 'holds' : 'not-vouched-for'
  return { entries, head: walk.head, root: walk.root(), checkpoints: proved, covered, verdict, problems, notices }
}

function readArguments(argv) {
  const options = { against: [], keys: [], file: undefined }
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--against' && argv[i + 1] !== undefined) options.against.push(argv[++i])
    else if (argv[i] === '--key' && argv[i + 1] !== undefined) options.keys.push(argv[++i])
    else if (!argv[i].startsWith('-') && options.file === undefined) options.file = argv[i]
    else return null
  }
  return options.file === undefined ? null : options
}

const exits = { holds: 0, broken: 1, 'not-vouched-for': 3 }

async function main(argv) {
  const options = readArguments(argv)
  if (options === null) {
    process.stderr.write('Usage: node verify-audit.mjs EXPORT.jsonl [--against FILE]… [--key PUBLIC_KEY.pem]…\n')
    return 2
  }
  const found = await verifyExport(options.file, options)
  for (const notice of found.notices) process.stdout.write(`note: ${shown(notice)}\n`)
  for (const problem of found.problems) process.stdout.write(`PROBLEM: ${shown(problem)}\n`)
  const { entries, head, root, checkpoints, covered, verdict } = found
  process.stdout.write(`${entries} entries, ${checkpoints} checkpoints\nhead ${head}\nroot ${root}\n`)
  const words = {
    holds: 'The log holds.',
    broken: 'The log does NOT hold.',
    'not-vouched-for': `Nothing is wrong with it, but only the first ${covered} of ${entries} entries are vouched for by what was kept elsewhere.`,
  }
  process.stdout.write(`${words[verdict]}\n`)
  return exits[verdict]
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code
    },
    (error) => {
      process.stderr.write(`${shown(error instanceof Error ? error.message : error)}\n`)
      process.exitCode = 2
    },
  )
}
