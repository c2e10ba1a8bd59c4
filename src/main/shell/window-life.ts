import { type BrowserWindow, dialog } from 'electron'

/** A page that was loaded again so often within a minute has a fault that loading again does not mend. */
const mostReloads = 3
const minute = 60_000
/** How long a page that is closed may take to say that it is there. */
const patience = 1500

/**
 * Brings the page of a window back after it ended by itself, asks what to do while it does not respond, and closes a window
 * whose page does not answer.
 * @param note says in the log why the page was loaded again
 */
export function keepWindowAlive(window: BrowserWindow, note: (reason: string) => void): void {
  const { webContents } = window
  const reloads: number[] = []
  const reload = (reason: string): void => {
    note(reason)
    const now = Date.now()
    reloads.push(now)
    const recent = reloads.filter((at) => now - at < minute).length
    if (recent > mostReloads) void askAfterCrashes(window)
    else webContents.reload()
  }
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) reload(reason)
  })
  let isAsking = false
  window.on('unresponsive', () => {
    if (isAsking) return
    isAsking = true
    void ask(window, 'The window stopped responding.', ['Wait', 'Load again']).then((chosen) => {
      isAsking = false
      // The page ends, and is loaded again because it ended.
      if (chosen === 1) webContents.forcefullyCrashRenderer()
    })
  })
  closeWithoutItsPage(window)
}

/** Closing waits for the page to agree. One that hangs or has ended never does, so it is asked whether it is there. */
function closeWithoutItsPage(window: BrowserWindow): void {
  window.on('close', () => {
    const give = setTimeout(() => {
      if (!window.isDestroyed()) window.destroy()
    }, patience)
    window.webContents
      .executeJavaScript('0')
      .then(() => clearTimeout(give))
      .catch(() => undefined)
    window.once('closed', () => clearTimeout(give))
  })
}

async function askAfterCrashes(window: BrowserWindow): Promise<void> {
  const chosen = await ask(window, 'The window ended several times in a row.', ['Quit', 'Load again'])
  if (window.isDestroyed()) return
  if (chosen === 1) window.webContents.reload()
  else window.destroy()
}

async function ask(window: BrowserWindow, message: string, buttons: string[]): Promise<number> {
  const options = {
    type: 'warning',
    title: 'Castellan',
    message,
    buttons,
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  } as const
  const { response } = await dialog.showMessageBox(window, { ...options, buttons })
  return response
}
