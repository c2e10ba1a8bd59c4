import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLoginItem, type LoginItemPlace } from '../../../src/main/shell/login-item.ts'

let configHome: string
beforeEach(() => (configHome = mkdtempSync(join(tmpdir(), 'castellan-autostart-'))))
afterEach(() => rmSync(configHome, { recursive: true }))

const loginItemPlace = (more: Partial<LoginItemPlace> = {}): LoginItemPlace => ({
  platform: 'linux',
  packaged: true,
  program: '/opt/Castellan/castellan',
  args: ['--data=/home/olga/my data', '--imports=/srv/100% in'],
  configHome,
  ...more,
})
/** A system that remembers what it was told. */
const system = () => {
  const settingsSet: object[] = []
  let openAtLogin = false
  return {
    settingsSet,
    getLoginItemSettings: () => ({ openAtLogin }),
    setLoginItemSettings(settings: { openAtLogin: boolean }) {
      settingsSet.push(settings)
      openAtLogin = settings.openAtLogin
    },
  }
}

test('on Linux it is a file that starts the same data, and is gone when it is switched off', () => {
  const item = createLoginItem(system(), loginItemPlace())
  expect(item.isSet()).toBe(false)
  expect(item.set(true)).toBe(true)
  const file = join(configHome, 'autostart/castellan.desktop')
  expect(readFileSync(file, 'utf8')).toContain(
    'Exec="/opt/Castellan/castellan" "--data=/home/olga/my data" "--imports=/srv/100%% in"\n',
  )
  expect(item.set(false)).toBe(false)
  expect(existsSync(file)).toBe(false)
})

test.each(['darwin', 'win32'] as const)('on %s the system is asked', (platform) => {
  const app = system()
  const item = createLoginItem(app, loginItemPlace({ platform }))
  expect([item.isSet(), item.set(true), item.isSet(), item.set(false)]).toEqual([false, true, true, false])
  expect(app.settingsSet[0]).toMatchObject({ openAtLogin: true, path: '/opt/Castellan/castellan' })
})

test('a clone has no program to start', () => {
  const app = system()
  const item = createLoginItem(app, loginItemPlace({ packaged: false }))
  expect([item.isSet(), item.set(true)]).toEqual([null, null])
  expect(app.settingsSet).toEqual([])
})
