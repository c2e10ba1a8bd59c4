/**
 * What the window can do that a page can't: the whole surface between them, as one fixed list. The preload exposes it
 * as `window.castellan`; in a browser it is absent. Data never goes this way, only through the API.
 */
export interface Bridge {
  /**
   * Hands a dropped file to the main process, which looks at it itself. The page gets a ticket, never the power to name
   * a path: it sends `x-castellan-drop: <ticket>` with POST /v1/files and no body, and the file's bytes go instead.
   */
  dropped(file: File): Promise<DroppedFile | DroppedRefusal>
  /** Asks for a folder; null when the person thought better of it. */
  chooseFolder(): Promise<string | null>
  /** Shows a file or folder of this workspace in the system's file manager; false when it is not allowed. */
  showInFolder(path: string): Promise<boolean>
  /** Tells the person something while they look elsewhere. A click opens `path` of the page. */
  notify(notice: Notice): Promise<void>
  setTheme(theme: Theme): Promise<void>
  /** Whether scripts can reach this Castellan, and where. */
  doorStatus(): Promise<ListenerStatus>
  /** Opens a page of the documentation or a mail in the system's own program; false when it is not allowed. */
  openExternal(url: string): Promise<boolean>
  /** Keeps a sign-in in the system's key store, or forgets it (null). False where there is no real key store. */
  keepSignIn(code: string | null): Promise<boolean>
  /** The kept sign-in; null when there is none. */
  keptSignIn(): Promise<string | null>
  /** Whether Castellan starts when the person signs in to the machine; null where that can't be set. */
  startsAtLogin(): Promise<boolean | null>
  /** @returns what holds afterwards */
  setStartAtLogin(on: boolean): Promise<boolean | null>
  /** Called with a path of the page when a link, a notification or a menu asks for it. @returns how to stop */
  onOpen(listener: (path: string) => void): () => void
}

export interface DroppedFile {
  readonly ticket: string
  readonly name: string
  readonly size: number
  /** As an instant. */
  readonly modifiedAt: string
}
export interface DroppedRefusal {
  readonly refused: string
}

export interface Notice {
  readonly title: string
  readonly body: string
  readonly path: string
}

export const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

export interface ListenerStatus {
  /** `elsewhere`: this window shows a Castellan that runs without one. */
  readonly state: 'listening' | 'port-busy' | 'elsewhere'
  readonly port: number
  /** In words, for a person. */
  readonly detail: string
}

/** One channel for each, and no other. */
export const channels = {
  dropped: 'castellan:dropped',
  chooseFolder: 'castellan:choose-folder',
  showInFolder: 'castellan:show-in-folder',
  notify: 'castellan:notify',
  setTheme: 'castellan:set-theme',
  doorStatus: 'castellan:door-status',
  openExternal: 'castellan:open-external',
  keepSignIn: 'castellan:keep-sign-in',
  keptSignIn: 'castellan:kept-sign-in',
  startsAtLogin: 'castellan:starts-at-login',
  setStartAtLogin: 'castellan:set-start-at-login',
} as const satisfies Partial<Record<keyof Bridge, string>>

/** From the main process to the page. */
export const openChannel = 'castellan:open'

/** The header by which the page names a file that was dropped. */
export const dropHeader = 'x-castellan-drop'
