import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Runs the repository's real lint configuration over a small house of its own, in which each file breaks or keeps
 * one rule, and expects exactly the errors named here: so a rule that is switched off, misspelt or outdated fails.
 */
const repository = resolve(import.meta.dirname, '../..')
const house = mkdtempSync(join(tmpdir(), 'castellan-lint-'))
afterAll(() => rmSync(house, { recursive: true, force: true }))

const direction = 'castellan(import-direction)'
const cases: readonly { file: string; code: string; breaks: string | null }[] = [
  // The contract stands alone.
  { file: 'src/contract/bad-package.ts', code: `import 'hono'`, breaks: direction },
  { file: 'src/contract/bad-upward.ts', code: `import '../main/domain/people/people.ts'`, breaks: direction },
  { file: 'src/contract/good.ts', code: `import { z } from 'zod'\nexport const name = z.string()`, breaks: null },

  // Storage and domain look down, never up.
  { file: 'src/main/storage/bad.ts', code: `import '../domain/people/people.ts'`, breaks: direction },
  { file: 'src/main/domain/people/people.ts', code: `export const people = 1`, breaks: null },
  { file: 'src/main/domain/people/people.service.ts', code: `import './people.store.ts'`, breaks: null },
  { file: 'src/main/domain/people/people.store.ts', code: `import '../../storage/open.ts'`, breaks: null },
  { file: 'src/main/storage/open.ts', code: `export const open = 1`, breaks: null },
  {
    file: 'src/main/domain/bad-api.ts',
    code: `import type { C } from '../api/caller.ts'\nexport type D = C`,
    breaks: direction,
  },
  {
    file: 'src/main/domain/bad-worker.ts',
    code: `export const w = () => import('../workers/one.ts')`,
    breaks: direction,
  },
  { file: 'src/main/domain/bad-http.ts', code: `import 'node:http'`, breaks: direction },
  { file: 'src/main/domain/bad-files.ts', code: `import 'node:fs'`, breaks: direction },
  { file: 'src/main/domain/imports/reading/good.ts', code: `import 'node:fs'`, breaks: null },
  { file: 'src/main/domain/bad-hono.ts', code: `import 'hono'`, breaks: direction },
  { file: 'src/main/domain/other/bad-store.ts', code: `import '../people/people.store.ts'`, breaks: direction },
  { file: 'src/main/domain/other/good.ts', code: `import '../people/people.service.ts'`, breaks: null },

  // Doors, watcher, workers, shell, entries.
  {
    file: 'src/main/api/http/caller.ts',
    code: `import type { O } from '../storage/types.ts'\nexport type C = O`,
    breaks: null,
  },
  { file: 'src/main/storage/types.ts', code: `export type O = 1`, breaks: null },
  { file: 'src/main/api/bad-storage.ts', code: `import '../storage/open.ts'`, breaks: direction },
  { file: 'src/main/watcher/bad.ts', code: `import '../api/caller.ts'`, breaks: direction },
  { file: 'src/main/workers/one.ts', code: `import '../storage/open.ts'`, breaks: null },
  { file: 'src/main/workers/bad.ts', code: `import '../api/caller.ts'`, breaks: direction },
  { file: 'src/main/host/host.ts', code: `import './api/caller.ts'\nimport './storage/open.ts'`, breaks: null },
  { file: 'src/main/bad-root.ts', code: `import './shell/menu.ts'`, breaks: direction },
  { file: 'src/main/shell/menu.ts', code: `import 'electron'\nimport '../host.ts'`, breaks: null },
  { file: 'src/main/shell/bad.ts', code: `import '../domain/people/people.service.ts'`, breaks: direction },
  { file: 'src/main/index.ts', code: `import { app } from 'electron'\nimport './host.ts'\napp.quit()`, breaks: null },
  { file: 'src/main/cli.ts', code: `import './storage/open.ts'`, breaks: direction },

  // Electron, processes, the abandoned xlsx.
  { file: 'src/main/api/bad-electron.ts', code: `import 'electron'`, breaks: direction },
  { file: 'src/main/bad-electron-main.ts', code: `export const e = () => import('electron/main')`, breaks: direction },
  {
    file: 'src/main/api/bad-process.ts',
    code: `import { spawn } from 'node:child_process'\nexport { spawn }`,
    breaks: direction,
  },
  { file: 'src/main/api/bad-process-alias.ts', code: `export { exec } from 'child_process'`, breaks: direction },
  { file: 'src/main/start.ts', code: `import { spawn } from 'node:child_process'\nspawn('true')`, breaks: null },
  { file: 'src/main/domain/imports/reading/bad-xlsx.ts', code: `import 'xlsx'`, breaks: direction },

  // Preload and renderer.
  { file: 'src/preload/index.ts', code: `import 'electron'\nexport type Bridge = 1`, breaks: null },
  {
    file: 'src/preload/bad.ts',
    code: `import type { C } from '../main/api/caller.ts'\nexport type D = C`,
    breaks: direction,
  },
  {
    file: 'src/renderer/bad.ts',
    code: `import type { C } from '../main/api/caller.ts'\nexport type D = C`,
    breaks: direction,
  },
  {
    file: 'src/renderer/good.ts',
    code: `import type { Bridge } from '../preload/index.ts'\nexport type D = Bridge`,
    breaks: null,
  },
  { file: 'src/renderer/features/a/a.ts', code: `import '../../ui/part.ts'`, breaks: null },
  { file: 'src/renderer/features/b/bad.ts', code: `import '../a/a.ts'`, breaks: direction },
  { file: 'src/renderer/ui/part.ts', code: `export const part = 1`, breaks: null },
  { file: 'src/renderer/ui/bad.ts', code: `import '../features/a/a.ts'`, breaks: direction },
  { file: 'src/renderer/ui/bad-extension.ts', code: `import './part'`, breaks: direction },
  {
    file: 'src/renderer/bad-fetch.ts',
    code: `export const f = () => fetch('/')`,
    breaks: 'eslint(no-restricted-globals)',
  },
  { file: 'src/renderer/api/good.ts', code: `export const f = () => fetch('/')`, breaks: null },
  {
    file: 'src/renderer/bad-markup.tsx',
    code: `export const Raw = () => <p dangerouslySetInnerHTML={{ __html: '' }} />`,
    breaks: 'react(no-danger)',
  },
  {
    file: 'src/renderer/bad-inner.ts',
    code: `export const f = (e: HTMLElement, s: string) => (e.innerHTML = s)`,
    breaks: 'eslint(no-restricted-properties)',
  },

  // No cycles, of types either.
  { file: 'src/main/domain/cycle/one.ts', code: `import './two.ts'\nexport type One = 1`, breaks: 'import(no-cycle)' },
  {
    file: 'src/main/domain/cycle/two.ts',
    code: `import type { One } from './one.ts'\nexport type Two = One`,
    breaks: 'import(no-cycle)',
  },

  // No clock and no chance in the domain.
  ...['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'crypto.randomUUID()'].map((expression, n) => ({
    file: `src/main/domain/bad-ambient-${n}.ts`,
    code: `export const now = () => ${expression}`,
    breaks: 'castellan(no-ambient)',
  })),
  {
    file: 'src/main/domain/bad-random.ts',
    code: `import { randomBytes } from 'node:crypto'\nexport { randomBytes }`,
    breaks: 'castellan(no-ambient)',
  },
  { file: 'src/main/domain/good-date.ts', code: `export const day = (ms: number) => new Date(ms)`, breaks: null },
  { file: 'src/main/clock.ts', code: `export const now = () => Date.now()`, breaks: null },

  // One window factory, its preferences in plain sight.
  {
    file: 'src/main/shell/window.ts',
    code: `import { BrowserWindow } from 'electron'\nexport const w = () => new BrowserWindow({})`,
    breaks: null,
  },
  {
    file: 'src/main/shell/bad-window.ts',
    code: `import * as electron from 'electron'\nexport const w = () => new electron.WebContentsView({})`,
    breaks: 'castellan(one-window)',
  },
  {
    file: 'src/main/shell/bad-spread.ts',
    code: `export const options = (more: object) => ({ webPreferences: { sandbox: true, ...more } })`,
    breaks: 'castellan(one-window)',
  },
  {
    file: 'src/main/shell/bad-spread-constant.ts',
    code: `const base = { sandbox: false }\nexport const webPreferences = { ...base } as const`,
    breaks: 'castellan(one-window)',
  },

  // Importing opens nothing.
  {
    file: 'src/main/storage/bad-open.ts',
    code: `import Database from 'better-sqlite3'\nexport const db = new Database('x')`,
    breaks: 'castellan(quiet-import)',
  },
  {
    file: 'src/main/api/bad-listen.ts',
    code: `import { createServer } from 'node:http'\nexport const server = createServer()`,
    breaks: 'castellan(quiet-import)',
  },
  {
    file: 'src/main/api/good-listen.ts',
    code: `import { createServer } from 'node:http'\nexport const listen = () => createServer()`,
    breaks: null,
  },

  // Types are asked too.
  {
    file: 'src/main/bad-floating.ts',
    code: `const later = async () => {\n  await Promise.resolve()\n}\nexport const f = () => {\n  later()\n}`,
    breaks: 'typescript(no-floating-promises)',
  },
  { file: 'src/main/bad-any.ts', code: `export const f = (x: any) => x`, breaks: 'typescript(no-explicit-any)' },
]

interface Finding {
  code: string
  filename: string
  message: string
}
let findings: readonly Finding[] = []

beforeAll(() => {
  for (const path of [
    '.oxlintrc.json',
    'tsconfig.json',
    'test/lint',
    'src/renderer/tsconfig.json',
    'test/tsconfig.json',
  ]) {
    cpSync(join(repository, path), join(house, path), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'))
  for (const { file, code } of cases) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), `${code}\n`)
  }
  const oxlint = join(repository, 'node_modules/oxlint/bin/oxlint')
  const run = spawnSync(process.execPath, [oxlint, '--format', 'json', 'src'], { cwd: house, encoding: 'utf8' })
  try {
    findings = (JSON.parse(run.stdout) as { diagnostics: Finding[] }).diagnostics
  } catch {
    throw new Error(`oxlint did not answer in JSON: ${run.stdout.slice(0, 2000)} ${run.stderr.slice(0, 2000)}`)
  }
}, 60_000)

describe('each lint rule bites where it should and nowhere else', () => {
  test.each(cases)('$file → $breaks', ({ file, breaks }) => {
    const codes = new Set(
      findings.filter((one) => one.filename.replaceAll('\\', '/').endsWith(file)).map((one) => one.code),
    )
    expect([...codes]).toEqual(breaks === null ? [] : [breaks])
  })
})

test('a refusal says what is wrong and why', () => {
  const found = findings.find((one) => one.filename.endsWith('shell/bad.ts'))
  expect(found?.message).toBe(
    'shell may not import domain (src/main/domain/people/people.service.ts): the shell is a window onto the host and calls only the host.',
  )
})
