import { type BrowserWindow, Notification } from 'electron'
import type { Notice } from '../../contract/bridge.ts'
import type { WindowBackend } from '../workspace/window-backend.ts'
import { limitNotices } from './notices.ts'

/** Tells the person something through the system; a click opens its path in the window. */
export function notify({ title, body, path }: Notice, show: (path: string) => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', () => show(path))
  notification.show()
}

/** Says that an import waits, when nobody is looking. No name and no number: it may appear on a lock screen. */
export function announceStaged(
  backend: WindowBackend,
  window: () => BrowserWindow | null,
  show: (path: string) => void,
): void {
  const mayNotify = limitNotices(Date.now)
  backend.listen((event) => {
    if (event.type !== 'import' || event.state !== 'staged' || window()?.isFocused() === true) return
    if (!mayNotify('staged')) return
    notify({ title: 'An import waits for you', body: 'See what it would change.', path: `/imports/${event.id}` }, show)
  })
}
