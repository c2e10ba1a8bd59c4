import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordAudit } from '../../../../src/main/domain/audit/audit.service.ts'
import { system } from '../../../../src/main/domain/shared/actor.ts'
import { checkpointOf, type Entry, forger, type Logged, rechain, startLog } from '../../../support/logged.ts'
import { hours } from '../../../support/people.ts'

const verifier = resolve(import.meta.dirname, '../../../../resources/verify-audit.mjs')

let log: Logged
let original: string[]
let keptCheckpoint: string
beforeEach(() => {
  log = startLog()
  log.write(40)
  log.checkpoints.now()
  log.write(1100)
  log.checkpoints.due()
  original = readFileSync(log.export(), 'utf8').split('\n').slice(0, -1)
  keptCheckpoint = write('kept.json', log.checkpointFile(1000))
})
afterEach(() => log.close())

function write(name: string, text: string): string {
  const path = join(log.people.dataDir, name)
  writeFileSync(path, text)
  return path
}

/** As a stranger runs it: plain Node, one file, nothing else. */
function run(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [verifier, ...args], { env: {}, cwd: '/' }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), out: stdout + stderr })
    })
  })
}

const verified = (lines: readonly string[], ...args: string[]) =>
  run(write('log.jsonl', `${lines.join('\n')}\n`), ...args)
const isEntry = (line: string): boolean => line.includes('"previous":')
const entriesOf = (lines: readonly string[]): Entry[] =>
  lines.filter((line, i) => i > 0 && isEntry(line)).map((line) => JSON.parse(line) as Entry)

describe('an export', () => {
  it('holds, and says what it can not prove by itself', async () => {
    expect(original).toHaveLength(1 + 1141 + 3)
    const { code, out } = await verified(original)
    expect(code).toBe(3)
    expect(out).toContain('1141 entries, 3 checkpoints')
    expect(out).toContain('nothing that was kept elsewhere was given')
    expect(out).toContain('only the first 0 of 1141 entries are vouched for')
    const bound = await verified(original, '--against', keptCheckpoint)
    expect([bound.code, bound.out]).toEqual([0, expect.not.stringContaining('note:')])
  })

  it('holds against a receipt, and against the key that somebody trusts', async () => {
    const receipt = write(
      'receipt.json',
      JSON.stringify({ castellan: 'import-receipt', audit: JSON.parse(log.checkpointFile(40)) }),
    )
    const key = write('key.pem', log.checkpoints.keys()[0] ?? '')
    expect(await verified(original, '--against', receipt, '--key', key)).toMatchObject({ code: 0 })
    const other = write('other.pem', forger().publicKeyPem)
    expect(await verified(original, '--key', other)).toMatchObject({ code: 1 })
  })

  it('names a clock that was set back', async () => {
    log.people.env.store.transact((tx) => {
      recordAudit(tx, log.people.env.clock() - hours(2), system, { action: 'x', object: { type: 'x', id: 'x' } })
    })
    const { code, out } = await run(log.export(), '--against', keptCheckpoint)
    expect(code).toBe(0)
    expect(out).toMatch(/note: the clock was set back to 2026-06-30T.* \(entry 1142\)/)
  })
})

describe('it is detected when somebody', () => {
  const change = (at: number, edit: (line: string) => string) =>
    original.map((line, i) => (i === at ? edit(line) : line))
  const last = 1141
  const cases: [string, () => string[], RegExp][] = [
    ['flips one bit', () => change(500, (line) => line.replace('"ana"', '"ana!"')), /entry 501 .* does not follow/],
    [
      'flips one bit of the last entry',
      () => change(last, (line) => line.replace('local', 'lokal')),
      /not those|another end/,
    ],
    ['writes the same otherwise', () => change(7, (line) => line.replace('{', '{ ')), /canonical/],
    ['removes a row', () => original.toSpliced(500, 1), /has the number 501/],
    [
      'swaps two rows',
      () => original.toSpliced(500, 2, original[501] ?? '', original[500] ?? ''),
      /has the number 501/,
    ],
    ['inserts a row', () => original.toSpliced(500, 0, original[499] ?? ''), /has the number 499/],
    [
      'drops the tail',
      () => original.filter((line, i) => i === 0 || !isEntry(line) || i <= 1050),
      /there are only 1050/,
    ],
    [
      'drops the tail with its checkpoints',
      () => original.slice(0, 900),
      /kept\.json was signed for 1000 entries, and there are only 899/,
    ],
    [
      'changes a time',
      () => change(500, (line) => line.replace(/"at":"2026-06-30T09/, '"at":"2026-06-30T08')),
      /time before that of the entry before it/,
    ],
    [
      'changes a checkpoint',
      () => change(last + 1, (line) => line.replace('"entries":40', '"entries":41')),
      /does not bear a valid signature/,
    ],
    ['removes the head line', () => original.slice(1), /not the head of an audit export/],
  ]
  it.each(cases)('%s', async (_name, tampered, what) => {
    const { code, out } = await verified(tampered(), '--against', keptCheckpoint)
    expect(out).toMatch(what)
    expect(code).toBe(1)
  })

  it.each(['with the key that the log had', 'with a key of their own'])('rewrites all of it, %s', async (key) => {
    const own = key === 'with a key of their own'
    const texts = rechain(entriesOf(original).filter((_, i) => i !== 20))
    const signer = own ? forger() : log.signer
    const signed = checkpointOf(texts, '2026-06-30T12:00:00.000Z', signer)
    const { head } = signed.checkpoint
    const keys = [{ id: signer.keyId, publicKey: signer.publicKeyPem }]
    const first = { castellan: 'audit export', v: 1, exportedAt: '', entries: texts.length, head, keys }
    const forged = [JSON.stringify(first), ...texts, JSON.stringify(signed)]
    // By itself it is without a fault, and vouched for by nothing. That is why checkpoints leave the machine.
    expect((await verified(forged)).code).toBe(3)
    const { code, out } = await verified(forged, '--against', keptCheckpoint)
    expect(code).toBe(1)
    expect(out).toMatch(own ? /which is none of this log/ : /the first 1000 entries are not those/)
  })
})

describe('an attack by somebody without the key', () => {
  const forge = (change: (entries: Entry[]) => Entry[], checkpoints: readonly string[] = []) => {
    const texts = rechain(change(entriesOf(original)))
    const { head } = checkpointOf(texts, '2026-06-30T12:00:00.000Z', forger()).checkpoint
    const first = { ...(JSON.parse(original[0] ?? '') as object), entries: texts.length, head }
    return [JSON.stringify(first), ...texts, ...checkpoints]
  }
  const points = () => original.filter((line, i) => i > 0 && !isEntry(line))
  const key = () => write('key.pem', log.checkpoints.keys()[0] ?? '')

  it('who rewrites the whole log and leaves the checkpoints out is not believed', async () => {
    const forged = forge((entries) => entries.toSpliced(20, 1))
    const { code, out } = await verified(forged, '--key', key())
    expect([code, out]).toEqual([3, expect.stringContaining('only the first 0 of 1140 entries')])
    expect((await verified(forged, '--key', key(), '--against', keptCheckpoint)).code).toBe(1)
  })

  it('who rewrites or drops what comes after a kept receipt is believed up to the receipt', async () => {
    const kept = points().slice(0, 2)
    const changed = forge((entries) => entries.toSpliced(1050, 1), kept)
    expect(await verified(changed, '--key', key(), '--against', keptCheckpoint)).toMatchObject({
      code: 3,
      out: expect.stringContaining('only the first 1000 of 1140 entries'),
    })
    const cut = forge((entries) => entries.slice(0, 1010), kept)
    expect(await verified(cut, '--against', keptCheckpoint)).toMatchObject({
      code: 3,
      out: expect.stringContaining('only the first 1000 of 1010 entries'),
    })
  })

  it('who puts a key of their own in the place of the lost one is named, and vouches for nothing', async () => {
    const other = forger()
    const replaced = forge((entries) => [
      ...entries,
      { ...entries.at(-1), action: 'audit.key-replaced', details: { before: log.signer.keyId, now: other.keyId } },
    ])
    const head = JSON.parse(replaced[0] ?? '') as { keys: object[] }
    head.keys.push({ id: other.keyId, publicKey: other.publicKeyPem })
    const signed = JSON.stringify(checkpointOf(replaced.slice(1), '2026-06-30T12:00:00.000Z', other))
    const lines = [JSON.stringify(head), ...replaced.slice(1), ...points(), signed]
    const { code, out } = await verified(lines, '--key', key())
    expect(code).toBe(3)
    expect(out).toContain('the key was replaced (entry 1142)')
    expect(out).toContain('only the first 1141 of 1142 entries')
  })

  it('who writes to the terminal of whoever verifies is shown as what they wrote', async () => {
    const evil = '2026\u001b[2J\u001b[HThe log holds.\u001b[8m\u202e'
    const forged = forge((entries) => entries.with(30, { ...entries[30], at: evil }))
    const { code, out } = await verified(forged, '--key', key())
    expect(code).toBe(1)
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    const restored = forge((entries) =>
      entries.with(40, {
        ...entries[40],
        action: 'backup.restored',
        details: { kept: 40, lostEntries: 41, lostHead: '', reason: evil },
      }),
    )
    expect((await verified(restored, '--key', key())).out).toContain('\\u001b[2J\\u001b[HThe log holds.')
  })
})

it('says how it is called', async () => {
  expect(await run()).toMatchObject({ code: 2, out: expect.stringContaining('Usage') })
  expect(await run('/nowhere.jsonl')).toMatchObject({ code: 2 })
})
