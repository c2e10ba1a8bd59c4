import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeFault, takeCrash } from '../../../src/main/data-dir/crash.ts'
import { securityLog } from '../../../src/main/data-dir/security-log.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-crash-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const lines = () =>
  readFileSync(join(folder, 'logs/security.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('a fault is kept without its message, over as many lines as that has', () => {
  const error = Object.assign(new TypeError('row 5: ana.silva\n    at salary 90000\nBearer cst_x'), { code: 'E_ROW' })
  const fault = describeFault(error)
  expect(fault).toMatchObject({ name: 'TypeError', code: 'E_ROW' })
  expect(JSON.stringify(fault)).not.toMatch(/ana\.silva|90000|Bearer/)
  expect(fault.frames.join()).toContain('crash.test.ts')
  expect(describeFault('ana.silva')).toEqual({ name: 'string', code: null, frames: [] })
})

test('a crash is told once', () => {
  const crash = { at: '2026-06-30T17:00:00.000Z', name: 'RangeError', code: null, frames: [] }
  writeFileSync(join(folder, 'last-crash.json'), JSON.stringify(crash))
  expect(takeCrash(folder)).toEqual(crash)
  expect(takeCrash(folder)).toBeNull()
})

test.each(['', '{', '{"at":5}'])('%j is no crash', (text) => {
  writeFileSync(join(folder, 'last-crash.json'), text)
  expect(takeCrash(folder)).toBeNull()
})

test('a flood of refusals makes one line a minute, with their number', () => {
  let time = 0
  const log = securityLog(folder, () => time)
  const refused = { kind: 'refused', code: 'misdirected', method: 'GET', pathname: '/' } as const
  for (let i = 0; i < 1000; i++) log(refused)
  time += 60_000
  log(refused)
  expect(lines()).toMatchObject([{ before: 0 }, { before: 999 }])
})

test('a line can neither be broken nor turned around from outside', () => {
  const log = securityLog(folder)
  log({ kind: 'refused', code: 'x', method: 'GET', pathname: '/\u202egnp\n{"event":"forged"}\u001b[31m' })
  log({ kind: 'fault', requestId: 'r', error: new Error('secret') })
  const text = readFileSync(join(folder, 'logs/security.log'), 'utf8')
  expect(lines()).toHaveLength(2)
  expect(text).not.toMatch(/\u202e|[^\P{Cc}\n]|secret/u)
})
