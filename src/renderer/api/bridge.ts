import type { Bridge } from '../../contract/bridge.ts'

declare global {
  interface Window {
    /** Put here by the preload; absent in a browser. */
    readonly castellan?: Bridge
  }
}

/** What only the desktop window can do; undefined in a browser. */
export function bridge(): Bridge | undefined {
  return window.castellan
}
