import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron'
import { type Bridge, channels, openChannel } from '../contract/bridge.ts'

/** Neither ipcRenderer nor an event of it crosses to the page: only these functions, each with its own channel. */
const bridge = {
  dropped: (file) => invoke(channels.dropped, webUtils.getPathForFile(file)),
  chooseFolder: () => invoke(channels.chooseFolder),
  showInFolder: (path) => invoke(channels.showInFolder, path),
  notify: (notice) => invoke(channels.notify, notice),
  setTheme: (theme) => invoke(channels.setTheme, theme),
  doorStatus: () => invoke(channels.doorStatus),
  openExternal: (url) => invoke(channels.openExternal, url),
  keepSignIn: (code) => invoke(channels.keepSignIn, code),
  keptSignIn: () => invoke(channels.keptSignIn),
  startsAtLogin: () => invoke(channels.startsAtLogin),
  setStartAtLogin: (on) => invoke(channels.setStartAtLogin, on),
  onOpen(listener) {
    const heard = (_event: unknown, path: unknown): void => listener(String(path))
    ipcRenderer.on(openChannel, heard)
    return () => ipcRenderer.off(openChannel, heard)
  },
} satisfies Bridge

function invoke<T>(channel: string, ...args: unknown[]): Promise<T> {
  return ipcRenderer.invoke(channel, ...args) as Promise<T>
}

contextBridge.exposeInMainWorld('castellan', bridge)

// Connections from page to page go past the page's policy; nothing here needs them.
void webFrame.executeJavaScript(
  "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete globalThis[name]",
)
