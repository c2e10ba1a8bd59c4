import { app, type Session, type WebContents } from 'electron'
import { isAppUrl } from './origin.ts'
import { isPermitted } from './permissions.ts'

/**
 * Holds every page and every session of this program to the same rules, whoever makes them: a page goes nowhere but to
 * itself, opens nothing, embeds nothing, and is granted two permissions (A4, A6). Before the first window is made.
 */
export function hardenEverything(): void {
  callNothingOutside()
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  app.on('session-created', hardenSession)
}

/**
 * Chromium calls its vendor and looks names up on its own account: for dictionaries, components, lists of bad sites, proxies,
 * and to connect sooner. The page comes from its own scheme and needs no network, so there is no name and no address that
 * Chromium can reach. Before Electron is ready; the host's own connections (mail, webhooks) do not go through Chromium.
 */
function callNothingOutside(): void {
  for (const [name, value] of Object.entries({
    'host-resolver-rules': 'MAP * ~NOTFOUND',
    // WebRTC goes past the page's policy and past the resolver.
    'force-webrtc-ip-handling-policy': 'disable_non_proxied_udp',
    // Chromium finds out whether there is IPv6 by connecting to its vendor's name server.
    'enable-features': 'EnableIPv6ReachabilityOverride',
    'disable-features': 'DnsOverHttps,AsyncDns,MediaRouter,OptimizationHints,Translate,NetworkTimeServiceQuerying',
  }))
    app.commandLine.appendSwitch(name, value)
  for (const name of [
    'no-proxy-server',
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'dns-prefetch-disable',
    'no-pings',
  ])
    app.commandLine.appendSwitch(name)
}

function hardenContents(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
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
  // The window's own switch does not keep a session from asking for dictionaries.
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
  void session.setProxy({ mode: 'direct' })
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
