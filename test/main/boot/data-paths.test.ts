import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataDir, defaultImportsDir, defaultPort } from '../../../src/main/boot/data-paths.ts'
import { programFiles } from '../../../src/main/boot/program-files.ts'

test('each system has its own place for data, and a variable overrules it', () => {
  expect(defaultDataDir('linux', {}, '/home/ana')).toBe('/home/ana/.local/share/castellan')
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/ana')).toBe('/data/castellan')
  expect(defaultDataDir('darwin', {}, '/Users/ana')).toBe('/Users/ana/Library/Application Support/Castellan')
  expect(defaultDataDir('win32', { LOCALAPPDATA: '/L' }, '/U')).toBe(join('/L', 'Castellan'))
  expect(defaultDataDir('linux', { CASTELLAN_DATA: '/srv/c' }, '/home/ana')).toBe('/srv/c')
  expect(defaultImportsDir({}, '/home/ana')).toBe('/home/ana/Castellan/Imports')
})

test('the port is fixed and outside what systems hand out', () => {
  expect(defaultPort).toBeGreaterThan(1024)
  expect(defaultPort).toBeLessThan(32_768)
})

test('the parts lie beside the entry, built or not', () => {
  expect(programFiles('file:///app/out/main/cli.js')).toEqual({
    worker: new URL('file:///app/out/main/import.worker.js'),
    page: '/app/out/renderer',
    preload: '/app/out/preload/index.cjs',
  })
  expect(programFiles('file:///app/src/main/cli.ts')).toEqual({
    worker: new URL('file:///app/src/main/workers/import.worker.ts'),
    page: '/app/out/renderer',
    preload: '/app/out/preload/index.cjs',
  })
})
