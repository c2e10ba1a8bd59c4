import { app, type Session, type WebContents } from 'electron'
import { isAppUrl } from './origin.ts'
import { isPermitted } from './permissions.ts'

/**
 * Holds every page and every session of this program to the same rules, whoever makes them: a page goes nowhere but to
 * itself, opens nothing, embeds nothing, and is granted two permissions (A4, A6). Before the first window is made.
 */
export function hardenEverything(): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  app.on('session-created', hardenSession)
}

function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => deny(event, event.url))
  contents.on('will-frame-navigate', (event) => deny(event, event.url))
  contents.on('will-redirect', (event) => deny(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

function deny(event: { preventDefault(): void }, url: string): void {
  if (!isAppUrl(url)) event.preventDefault()
}

function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, grant, details) => {
    grant(isPermitted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, grant) => {
    // Granting nothing is how it is refused; Electron reports that to itself by throwing.
    try {
      grant({})
    } catch {
      return
    }
  })
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(item.getURL())) event.preventDefault()
  })
}

/** Exports are made by the page itself, as blobs of its own origin. */
function isOwnDownload(url: string): boolean {
  return isAppUrl(url.startsWith('blob:') ? url.slice('blob:'.length) : url)
}
