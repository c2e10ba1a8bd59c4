import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findElectron, type LaunchEnvironment, whyNoWindow } from '../../../src/main/boot/launch.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'castellan-launch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const environment = (over: Partial<LaunchEnvironment> = {}): LaunchEnvironment => ({
  platform: 'linux',
  env: { DISPLAY: ':0' },
  args: [],
  uid: 1000,
  electronPackage: null,
  ...over,
})

describe('where Electron is looked for', () => {
  test('the override comes first', () => {
    writeFileSync(join(folder, 'electron'), '')
    expect(findElectron(environment({ env: { ELECTRON_OVERRIDE_DIST_PATH: folder } }))).toBe(join(folder, 'electron'))
  })

  test('an override without a binary is no Electron, and the package is not asked behind its back', () => {
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'path.txt'), 'electron')
    writeFileSync(join(folder, 'dist/electron'), '')
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') }
    expect(findElectron(environment({ env, electronPackage: folder }))).toBeNull()
  })

  test('the package says where its binary lies', () => {
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'path.txt'), 'electron\n')
    expect(findElectron(environment({ electronPackage: folder }))).toBeNull()
    writeFileSync(join(folder, 'dist/electron'), '')
    expect(findElectron(environment({ electronPackage: folder }))).toBe(join(folder, 'dist/electron'))
  })

  test('no package, no Electron', () => {
    expect(findElectron(environment())).toBeNull()
  })
})

describe('what keeps a window from opening', () => {
  test('nothing, on a desk', () => {
    expect(whyNoWindow(environment())).toBeNull()
    expect(whyNoWindow(environment({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toBeNull()
    expect(whyNoWindow(environment({ platform: 'win32', env: {}, uid: null }))).toBeNull()
  })

  test('no display', () => {
    expect(whyNoWindow(environment({ env: {} }))).toContain('no display')
  })

  test('root, unless the sandbox was given up by hand', () => {
    expect(whyNoWindow(environment({ uid: 0 }))).toContain('root')
    expect(whyNoWindow(environment({ uid: 0, args: ['--no-sandbox'] }))).toBeNull()
  })

  test('a wish for the browser', () => {
    expect(whyNoWindow(environment({ args: ['--browser'] }))).toContain('browser')
  })
})
