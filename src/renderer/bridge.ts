import type { DoorStatus } from '../contract/bridge.ts'

/** What the preload adds in Electron: only what fetch cannot do. Absent in a browser. */
export interface Bridge {
  /** The path of a dropped file, so that the host can read it in place. */
  pathOf(file: File): string
  /** Asks for a folder; null when the person thought better of it. */
  chooseFolder(): Promise<string | null>
  showInFolder(path: string): void
  /** Whether scripts can reach this Castellan, and where. */
  doorStatus(): Promise<DoorStatus>
}

declare global {
  interface Window {
    readonly castellan?: Partial<Bridge>
  }
}

export function bridge(): Partial<Bridge> | undefined {
  return window.castellan
}
