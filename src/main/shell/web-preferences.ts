/**
 * Every protection of the page, written out: a default may change with Electron, and a stray property could switch one
 * off. The page has no Node, no shared world with the preload and no devtools once it is packaged.
 */
export function webPreferencesFor(preload: string, packaged: boolean) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: !packaged,
  } as const
}
