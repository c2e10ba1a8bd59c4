import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build, Platform } from 'electron-builder'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * Packs the program with the real configuration around a stand-in for Electron, then starts what was packed with plain
 * Node, far from this repository: what the package forgot, it can't borrow from node_modules here.
 */
const repository = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'castellan-pack-'))
const program = join(work, 'program')
afterAll(() => rmSync(work, { recursive: true, force: true }))

interface Asar {
  extractAll(archive: string, folder: string): void
  listPackage(archive: string, options: { isPack: boolean }): string[]
}
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'))
const asar = fromBuilder('@electron/asar') as Asar

let packed: readonly string[] = []
let resources: string

beforeAll(async () => {
  expect(existsSync(join(repository, 'out/main/cli.js')), 'npm run build comes before the packaging dry run').toBe(true)
  const electronDist = join(work, 'electron')
  mkdirSync(join(electronDist, 'resources'), { recursive: true })
  writeFileSync(join(electronDist, 'electron'), '#!/bin/sh\nexit 0\n')
  writeFileSync(join(electronDist, 'version'), '45.4.1')
  chmodSync(join(electronDist, 'electron'), 0o755)
  const { build: config } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { build: object }
  await build({
    projectDir: repository,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    // The stand-in has no fuses to set; fuses.test.ts looks at the configured ones.
    config: { ...config, electronDist, electronFuses: null, directories: { output: join(work, 'dist') } },
  })
  resources = join(work, 'dist/linux-unpacked/resources')
  packed = asar.listPackage(join(resources, 'app.asar'), { isPack: false })
  asar.extractAll(join(resources, 'app.asar'), program)
})

const castellan = (...args: string[]) =>
  spawnSync(process.execPath, [join(program, 'out/main/cli.js'), ...args], {
    cwd: work,
    encoding: 'utf8',
    timeout: 20_000,
  })

test('the packed command line says its version', () => {
  const { status, stdout, stderr } = castellan('--version')
  expect(stderr).toBe('')
  expect(stdout).toContain('0.1.0')
  expect(status).toBe(0)
})

test('the packed command line explains itself', () => {
  const { status, stdout } = castellan('--help')
  expect(stdout).toContain('castellan serve')
  expect(status).toBe(0)
})

test('its native parts load from where they were packed', () => {
  const script = `import Database from 'better-sqlite3'; import { Algorithm } from '@node-rs/argon2'
    console.log(new Database(':memory:').prepare('select 6 * 7').pluck().get())`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: program, encoding: 'utf8' })
  expect(run.stdout.trim()).toBe('42')
})

test('native parts lie beside the archive, since the system loads no library out of one', () => {
  expect(existsSync(join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds'))).toBe(true)
})

test('it carries the page, and neither tests, sources, foreign binaries nor build tools', () => {
  expect(packed).toContain('/out/renderer/index.html')
  expect(packed).toContain('/out/preload/index.cjs')
  const stray = packed.filter((path) =>
    /^\/(src|test|docs)\/|\.map$|\/node_modules\/(node-linux|electron|vite|typescript)[^/]*\/|prebuilds\/(?!linux-)[^/]+\.node$/.test(
      path,
    ),
  )
  expect(stray).toEqual([])
})
