/** The words around watched folders. */
export const text = {
  named: {
    'at-start': 'Named when Castellan was started (--imports).',
    'in-settings': 'Added here.',
  },
  polling: 'Look through it again and again',
  pollingNote: 'For network shares: they send no word of new files.',
  interval: 'Every … seconds',
  intervalWrong: 'A whole number from 1 to 3600.',
  save: 'Save',
  remove: 'Watch it no more…',
  removeTitle: (path: string) => `Watch ${path} no more?`,
  removeText: 'Files that arrive there are not taken any more. Nothing in the folder is touched.',
  removeDo: 'Watch it no more',
  addTitle: 'Watch another folder',
  path: 'Folder',
  pathNote:
    'The whole path, as /mnt/share/extracts or \\\\server\\share\\extracts. A share that is away is waited for.',
  choose: 'Choose…',
  add: 'Watch this folder',
  added: (path: string) => `${path} is watched.`,
  saved: (path: string) => `${path}: saved.`,
  removed: (path: string) => `${path} is not watched any more.`,
  refused: 'It was not done',
  stale: 'Somebody else changed this folder meanwhile; it is shown as it is now.',
}
