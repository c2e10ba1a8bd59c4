/**
 * The little of Electron that a sandboxed preload has. Electron's own types would bring Node's globals into the page's
 * world, where there are none.
 */
declare module 'electron' {
  export const contextBridge: { exposeInMainWorld(name: string, api: object): void }
  export const ipcRenderer: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>
    on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): void
    off(channel: string, listener: (event: unknown, ...args: unknown[]) => void): void
  }
  export const webFrame: { executeJavaScript(code: string): Promise<unknown> }
  export const webUtils: { getPathForFile(file: File): string }
}
