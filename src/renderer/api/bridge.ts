import type { Bridge } from '../../contract/bridge.ts'

declare global {
  interface Window {
    /** Set by the preload; absent in a browser. */
    readonly castellan?: Bridge
  }
}

/** Functions of the desktop window; undefined in a browser. */
export function bridge(): Bridge | undefined {
  return window.castellan
}
