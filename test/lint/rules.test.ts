import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { domainStair, zones } from './zones.ts'

/**
 * Runs the repository's real lint configuration over a small house of its own, in which each file breaks or keeps
 * one rule, and expects exactly the errors named here: so a rule that is switched off, misspelt or outdated fails.
 */
const repository = resolve(import.meta.dirname, '../..')
const house = mkdtempSync(join(tmpdir(), 'castellan-lint-'))
afterAll(() => rmSync(house, { recursive: true, force: true }))

const direction = 'castellan(import-direction)'

/** Of each step of the domain's stair: one import downwards, which is allowed, and one upwards, which is not. */
const stairCases = domainStair.flatMap(({ name }, step) => {
  const below = domainStair[step - 1]?.name
  const above = domainStair[step + 1]?.name
  const from = `src/main/domain/${name}`
  const importing = (module: string) => `import '../${module}/step.service.ts'`
  return [
    { file: `${from}/step.service.ts`, code: `export const step = ${step}`, breaks: null },
    ...(below === undefined ? [] : [{ file: `${from}/down.ts`, code: importing(below), breaks: null }]),
    ...(above === undefined ? [] : [{ file: `${from}/up.ts`, code: importing(above), breaks: direction }]),
  ]
})
const cases: readonly { file: string; code: string; breaks: string | null }[] = [
  // The contract stands alone.
  { file: 'src/contract/bad-package.ts', code: `import 'hono'`, breaks: direction },
  { file: 'src/contract/bad-upward.ts', code: `import '../main/domain/identities/identities.ts'`, breaks: direction },
  { file: 'src/contract/good.ts', code: `import { z } from 'zod'\nexport const name = z.string()`, breaks: null },

  // Storage and domain look down, never up.
  { file: 'src/main/storage/bad.ts', code: `import '../domain/identities/identities.ts'`, breaks: direction },
  { file: 'src/main/domain/identities/identities.ts', code: `export const identities = 1`, breaks: null },
  { file: 'src/main/domain/identities/identities.service.ts', code: `import './identities.store.ts'`, breaks: null },
  { file: 'src/main/domain/identities/identities.store.ts', code: `import '../../storage/open.ts'`, breaks: null },
  { file: 'src/main/storage/open.ts', code: `export const open = 1`, breaks: null },
  {
    file: 'src/main/domain/bad-api.ts',
    code: `import type { C } from '../api/http/caller.ts'\nexport type D = C`,
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
  { file: 'src/main/domain/roles/bad-store.ts', code: `import '../identities/identities.store.ts'`, breaks: direction },
  { file: 'src/main/domain/roles/good.ts', code: `import '../identities/identities.service.ts'`, breaks: null },

  ...stairCases,
  { file: 'src/main/domain/audit/internal.ts', code: `export const internal = 1`, breaks: null },
  { file: 'src/main/domain/audit/chain.ts', code: `import './internal.ts'`, breaks: null },
  { file: 'src/main/domain/roles/bad-internal.ts', code: `import '../audit/internal.ts'`, breaks: direction },
  { file: 'src/main/domain/roles/good-face.ts', code: `import '../audit/chain.ts'`, breaks: null },
  { file: 'src/main/domain/roles/bad-unknown.ts', code: `import '../reviews/one.service.ts'`, breaks: direction },
  { file: 'src/main/host/bad-internal.ts', code: `import '../domain/audit/internal.ts'`, breaks: direction },

  // APIs, watcher, workers, shell, entries.
  {
    file: 'src/main/api/http/caller.ts',
    code: `import type { O } from '../../storage/types.ts'\nexport type C = O`,
    breaks: null,
  },
  { file: 'src/main/storage/types.ts', code: `export type O = 1`, breaks: null },
  { file: 'src/main/api/bad-storage.ts', code: `import '../storage/open.ts'`, breaks: direction },
  { file: 'src/main/watcher/bad.ts', code: `import '../api/http/caller.ts'`, breaks: direction },
  { file: 'src/main/watcher/bad-files.ts', code: `import 'node:fs'`, breaks: direction },
  { file: 'src/main/watcher/bad-promises.ts', code: `import 'node:fs/promises'`, breaks: direction },
  { file: 'src/main/watcher/shared-folder/good.ts', code: `import 'node:fs/promises'`, breaks: null },
  { file: 'src/main/workers/one.ts', code: `import '../storage/open.ts'`, breaks: null },
  { file: 'src/main/workers/bad.ts', code: `import '../api/http/caller.ts'`, breaks: direction },
  { file: 'src/main/host/host.ts', code: `import '../api/dispatch.ts'\nimport '../storage/open.ts'`, breaks: null },
  { file: 'src/main/host/bad.ts', code: `import '../shell/menu.ts'`, breaks: direction },
  { file: 'src/main/api/dispatch.ts', code: `import './http/caller.ts'`, breaks: null },
  { file: 'src/main/api/http/bad.ts', code: `import '../dispatch.ts'`, breaks: direction },
  { file: 'src/main/api/native/bad.ts', code: `import '../permission-assist/one.ts'`, breaks: direction },
  { file: 'src/main/api/permission-assist/one.ts', code: `import '../http/caller.ts'`, breaks: null },
  { file: 'src/main/loose.ts', code: `import './host/host.ts'`, breaks: direction },
  { file: 'src/main/shell/menu.ts', code: `import 'electron'\nimport '../workspace/workspace.ts'`, breaks: null },
  { file: 'src/main/shell/bad.ts', code: `import '../domain/identities/identities.service.ts'`, breaks: direction },
  {
    file: 'src/main/index.ts',
    code: `import { app } from 'electron'\nimport './shell/menu.ts'\napp.quit()`,
    breaks: null,
  },
  { file: 'src/main/cli.ts', code: `import './storage/open.ts'`, breaks: direction },

  // Electron, processes, the abandoned xlsx.
  { file: 'src/main/api/bad-electron.ts', code: `import 'electron'`, breaks: direction },
  {
    file: 'src/main/host/bad-electron-main.ts',
    code: `export const e = () => import('electron/main')`,
    breaks: direction,
  },
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
    code: `import type { C } from '../main/api/http/caller.ts'\nexport type D = C`,
    breaks: direction,
  },
  {
    file: 'src/renderer/bad.ts',
    code: `import type { C } from '../main/api/http/caller.ts'\nexport type D = C`,
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
  { file: 'src/main/host/clock.ts', code: `export const now = () => Date.now()`, breaks: null },

  // No words of the compatible APIs below them.
  ...[
    `export const ana = 'managed/user/ana'`,
    'export const role = (id: string) => `managed/role/${id}`',
    `export const isRole = (id: string) => /\\binternal\\/role\\//.test(id)`,
    'export const userIds = 1',
    `export const body = { approvalData: 1 }`,
    `export const path = '/api/applications'`,
    '// As /openidm has it.\nexport const comment = 1',
    '/** As `/api/` has it. */\nexport const comment = 1',
  ].map((code, n) => ({ file: `src/main/domain/bad-word-${n}.ts`, code, breaks: 'castellan(no-facade-words)' })),
  {
    file: 'src/main/storage/bad-word.ts',
    code: `export const name = 'openidm-admin'`,
    breaks: 'castellan(no-facade-words)',
  },
  { file: 'src/main/storage/migrations/001.ts', code: `export const sql = 'openidm-admin'`, breaks: null },
  { file: 'src/main/domain/shared/object-ids.ts', code: `export const people = 'managed/user/'`, breaks: null },
  { file: 'src/main/api/identity-governance/good-word.ts', code: `export const userIds = '/openidm'`, breaks: null },
  { file: 'src/main/host/good-import.ts', code: `import '../api/dispatch.ts'`, breaks: null },
  { file: 'src/main/host/good-route.ts', code: `export const route = '/v1/api-switch'`, breaks: null },

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
    file: 'src/main/host/bad-floating.ts',
    code: `const later = async () => {\n  await Promise.resolve()\n}\nexport const f = () => {\n  later()\n}`,
    breaks: 'typescript(no-floating-promises)',
  },
  { file: 'src/main/host/bad-any.ts', code: `export const f = (x: any) => x`, breaks: 'typescript(no-explicit-any)' },
]

const limits: typeof cases = [
  {
    file: 'src/main/host/bad-params.ts',
    code: `export const f = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e`,
    breaks: 'eslint(max-params)',
  },
  {
    file: 'src/main/host/bad-long-function.ts',
    code: `export function f(): number {\n  let n = 0\n${'  n++\n'.repeat(60)}  return n\n}`,
    breaks: 'eslint(max-lines-per-function)',
  },
  {
    file: 'src/main/host/bad-long-file.ts',
    code: Array.from({ length: 252 }, (_, n) => `export const n${n} = ${n}`).join('\n'),
    breaks: 'eslint(max-lines)',
  },
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
  for (const { file, code } of [...cases, ...limits]) {
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
  test.each([...cases, ...limits])('$file → $breaks', ({ file, breaks }) => {
    const codes = new Set(
      findings
        .filter((finding) => finding.filename.replaceAll('\\', '/').endsWith(file))
        .map((finding) => finding.code),
    )
    expect([...codes]).toEqual(breaks === null ? [] : [breaks])
  })
})

test('a finding says what is wrong, why, and what is allowed', () => {
  const messageOf = (file: string) => findings.find((finding) => finding.filename.endsWith(file))?.message
  expect(messageOf('shell/bad.ts')).toBe(
    'shell may not import domain (src/main/domain/identities/identities.service.ts): the shell is a window onto the workspace. It may import: contract, data directory, boot, workspace.',
  )
  expect(messageOf('domain/audit/up.ts')).toBe(
    'audit may not import identities, which stands above it. It may import: shared, authorization, idempotency. Take a function, or return a fact.',
  )
})

test('the zones stand in order: each names only zones above it in the list', () => {
  const upward = zones.flatMap(({ name, may, mayKnow = [] }, at) => {
    const above = new Set(zones.slice(0, at).map((zone) => zone.name))
    return [...may, ...mayKnow]
      .filter((other) => !above.has(other) && other !== name)
      .map((other) => `${name} → ${other}`)
  })
  expect(upward.filter((edge) => !edge.endsWith('→ preload'))).toEqual([])
})

test('the stair holds every module of the domain and no other', () => {
  const modules = readdirSync(join(repository, 'src/main/domain'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(domainStair.map(({ name }) => name).toSorted()).toEqual(modules.map(({ name }) => name).toSorted())
})

test('every file that a module opens exists, and is no store', () => {
  const wrong = domainStair.flatMap(({ name, opens }) =>
    opens
      .filter((file) => file !== '*')
      .filter((file) => file.endsWith('.store') || !existsSync(join(repository, 'src/main/domain', name, `${file}.ts`)))
      .map((file) => `${name}/${file}`),
  )
  expect(wrong).toEqual([])
})

test('test/ mirrors src/: a test stands in a folder that the sources have', () => {
  const suites = ['bench', 'browser', 'electron', 'lint', 'packaging', 'support']
  const stray = readdirSync(join(repository, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/test'))
    .map((entry) => relative(join(repository, 'test'), entry.parentPath))
    .filter((folder) => !suites.includes(folder.split('/')[0] ?? '') && !existsSync(join(repository, 'src', folder)))
  expect([...new Set(stray)]).toEqual([])
})
