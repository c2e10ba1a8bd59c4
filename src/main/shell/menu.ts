import { Menu } from 'electron'

/**
 * The menu that systems expect: macOS takes even copy and paste from it. What Castellan itself can do is in the page's
 * command palette.
 */
export function setMenu(packaged: boolean): void {
  const developing = packaged ? [] : [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }]
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin'
        ? [{ role: 'appMenu' as const }]
        : [{ label: 'Castellan', submenu: [{ role: 'quit' as const }] }]),
      { role: 'editMenu' },
      {
        label: 'View',
        submenu: [
          ...developing,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  )
}
