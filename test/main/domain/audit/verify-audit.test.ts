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
    expect(code).toBe(0)
    expect(out).toContain('1141 entries, 3 checkpoints')
    expect(out).toContain('nothing that was kept elsewhere was given')
    expect((await verified(original, '--against', keptCheckpoint)).out).not.toContain('note:')
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
    // By itself it is without a fault. That is why checkpoints leave the machine.
    expect((await verified(forged)).code).toBe(0)
    const { code, out } = await verified(forged, '--against', keptCheckpoint)
    expect(code).toBe(1)
    expect(out).toMatch(own ? /which is none of this log/ : /the first 1000 entries are not those/)
  })
})

it('says how it is called', async () => {
  expect(await run()).toMatchObject({ code: 2, out: expect.stringContaining('Usage') })
  expect(await run('/nowhere.jsonl')).toMatchObject({ code: 2 })
})
