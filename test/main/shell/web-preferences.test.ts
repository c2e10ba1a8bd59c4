import { expect, test } from 'vitest'
import { webPreferencesFor } from '../../../src/main/shell/web-preferences.ts'

test('every protection of the page is written out', () => {
  expect(webPreferencesFor('/preload.cjs', true)).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
  })
  expect(webPreferencesFor('/preload.cjs', false).devTools).toBe(true)
})
