/** Texts of watched folders. */
export const text = {
  origins: { 'at-start': 'Set with --imports at start.', 'in-settings': 'Added here.' },
  polling: 'Poll this folder',
  pollingNote: 'For network shares, which do not report new files.',
  interval: 'Polling interval in seconds',
  intervalWrong: 'A whole number from 1 to 3600.',
  save: 'Save',
  remove: 'Stop watching…',
  removeTitle: (path: string) => `Stop watching ${path}?`,
  removeText: 'New files there are no longer imported. The folder itself is not changed.',
  removeConfirm: 'Stop watching',
  addTitle: 'Add a watched folder',
  path: 'Folder',
  pathNote:
    'The full path, for example /mnt/share/extracts or \\\\server\\share\\extracts. Castellan waits for shares that are offline.',
  add: 'Watch folder',
  added: (path: string) => `Now watching ${path}.`,
  saved: (path: string) => `${path}: saved.`,
  removed: (path: string) => `Stopped watching ${path}.`,
  refused: 'Not saved',
  stale: 'Someone else changed this folder. You see the current version.',
}
