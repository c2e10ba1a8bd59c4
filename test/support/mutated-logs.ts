import type { Signer } from '../../src/main/domain/audit/checkpoint.ts'
import { checkpointOf, type Entry, forger, rechain } from './logged.ts'

/** A generator of the same numbers for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const isEntry = (line: string): boolean => line.includes('"previous":')
const at = '2026-06-30T23:00:00.000Z'

/** An export with everything in it: entries, checkpoints, and who could sign it. */
export interface SourceLog {
  readonly lines: readonly string[]
  readonly signer: Signer
}

/** Replaces the entries of an export by others, chained again, and says so in its head. */
function rewritten(lines: readonly string[], change: (entries: Entry[]) => Entry[], more: readonly string[]): string[] {
  const texts = rechain(
    change(lines.filter((line, i) => i > 0 && isEntry(line)).map((line) => JSON.parse(line) as Entry)),
  )
  const { head } = checkpointOf(texts, at, forger()).checkpoint
  const first = { ...(JSON.parse(lines[0] ?? '{}') as object), entries: texts.length, head }
  return [JSON.stringify(first), ...texts, ...more]
}

const pick = <T>(from: readonly T[], random: (below: number) => number): T => from[random(from.length)] as T

/** One thing that somebody might do to an export. @returns its bytes */
export function mutated({ lines, signer }: SourceLog, random: (below: number) => number): Buffer {
  const all = [...lines]
  const index = random(all.length)
  const line = all[index] ?? ''
  const text = (changed: readonly string[]) => Buffer.from(`${changed.join('\n')}\n`)
  const inLine = (change: (text: string) => string) => text(all.with(index, change(line)))
  const points = all.filter((one) => !isEntry(one)).slice(1)
  const ways: (() => Buffer)[] = [
    () => text(all),
    () => text(all.toSpliced(index, 1)),
    () => text(all.toSpliced(index, 0, line)),
    () => text(all.toSpliced(random(all.length), 0, pick(['', '{}', 'null', '[1]', '{"v":1}', '\ufeff', ' '], random))),
    () => {
      const other = random(all.length)
      return text(all.with(index, all[other] ?? '').with(other, line))
    },
    () => text(all.slice(0, index + 1)),
    () => Buffer.from(all.join('\n')),
    () => Buffer.from(`${all.join('\r\n')}\r\n`),
    () => {
      const bytes = text(all)
      bytes[random(bytes.length)] = random(256)
      return bytes
    },
    () => {
      const bytes = text(all)
      return bytes.subarray(0, random(bytes.length))
    },
    () => {
      const bytes = text(all)
      const place = random(bytes.length)
      return Buffer.concat([bytes.subarray(0, place), Buffer.of(random(256)), bytes.subarray(place)])
    },
    () => inLine((one) => one.replace(/:(\d+)([,}])/, (_, digits: string, end: string) => `:${digits}.0${end}`)),
    () => inLine((one) => one.replace(/:(\d+)([,}])/, (_, digits: string, end: string) => `:${digits}e0${end}`)),
    () => inLine((one) => one.replace(/[a-z]/, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)),
    () => inLine((one) => one.replace('{', '{ ')),
    () => inLine((one) => one.replace('{', '{"x":"\u202e\u001b[2J",').replace('\u001b', '\\u001b')),
    () => inLine((one) => one.replace(/"v":1/, pick(['"v":2', '"v":"1"', '"v":1,"v":1', '"v":true'], random))),
    () => inLine((one) => one.replace(/"(\d{4})-/, (_, year: string) => `"${Number(year) - 1}-`)),
    () => inLine((one) => one.replace(/T(\d\d):/, pick(['T24:', 'T25:', 't10:', ' 10:'], random))),
    () => inLine((one) => one.replace(/"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`)),
    () => inLine((one) => one.replace(/"signature":"./, '"signature":"A')),
    () => inLine((one) => one.replace(/"signature":"([^"]*)=="/, '"signature":"$1"')),
    () => inLine((one) => one.replace(/"key":"[0-9a-f]{16}"/, '"key":"0123456789abcdef"')),
    () => inLine((one) => one.replace(/MCowBQYDK2VwAyEA./, 'MCowBQYDK2VwAyEAA')),
    () =>
      inLine((one) =>
        one.replace(/"held":null/, pick(['"held":1e400', '"held":NaN', '"held":"\ud800"', '"held":-0'], random)),
      ),
    // By somebody who knows the form and makes the chain whole again.
    () => text(rewritten(all, (entries) => entries.toSpliced(random(entries.length), 1), points)),
    () => text(rewritten(all, (entries) => entries.toSpliced(random(entries.length), 1), [])),
    () => text(rewritten(all, (entries) => entries.slice(0, random(entries.length) + 1), points)),
    () => {
      const forged = forger()
      const changed = rewritten(all, (entries) => entries.toSpliced(random(entries.length), 1), [])
      const signed = checkpointOf(changed.slice(1), at, random(2) === 0 ? forged : signer)
      const head = JSON.parse(changed[0] ?? '{}') as { keys: object[] }
      head.keys = [...head.keys, { id: forged.keyId, publicKey: forged.publicKeyPem }]
      return text([JSON.stringify(head), ...changed.slice(1), JSON.stringify(signed)])
    },
    () => {
      const fork = (entries: Entry[]): Entry[] => {
        const kept = random(entries.length)
        const details = {
          kept: random(4) === 0 ? kept + 1 : kept,
          lostEntries: pick([kept, kept + 3, entries.length, -1, 'x'], random),
          lostHead: pick(['', '0'.repeat(64)], random),
          reason: 'it was \u001b[2J damaged',
          ...(random(2) === 0 ? { lostKnown: pick(['at-least', 'not', 'else'], random) } : {}),
        }
        const one = { ...(entries[kept - 1] ?? entries[0]), action: 'backup.restored', details } as Entry
        return [...entries.slice(0, kept), one, ...entries.slice(kept, kept + random(5))]
      }
      return text(rewritten(all, fork, random(2) === 0 ? points : []))
    },
    () => {
      const other = forger()
      const replace = (entries: Entry[]): Entry[] => [
        ...entries,
        {
          ...entries.at(-1),
          action: 'audit.key-replaced',
          details: { before: signer.keyId, now: other.keyId },
        },
      ]
      const changed = rewritten(all, replace, [])
      const head = JSON.parse(changed[0] ?? '{}') as { keys: object[] }
      head.keys = [...head.keys, { id: other.keyId, publicKey: other.publicKeyPem }]
      const signed = checkpointOf(changed.slice(1), at, other)
      return text([JSON.stringify(head), ...changed.slice(1), ...points, JSON.stringify(signed)])
    },
    () => text(rewritten(all, (entries) => entries.map((entry) => ({ ...entry, more: 1 })), points)),
  ]
  return pick(ways, random)()
}
