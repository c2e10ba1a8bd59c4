import { BrowserWindow, nativeTheme } from 'electron'
import { smallest, type WindowState, type Rectangle, placeWindow } from './window-state.ts'
import { webPreferencesFor } from './web-preferences.ts'

/** The one place where a window is made. It shows nothing until there is something to see. */
export function createWindow(
  preload: string,
  packaged: boolean,
  saved: WindowState | null,
  workAreas: readonly Rectangle[],
): BrowserWindow {
  const { maximized, ...bounds } = placeWindow(saved, workAreas)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Castellan',
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: webPreferencesFor(preload, packaged),
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  return window
}
