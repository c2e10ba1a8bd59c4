export const text = {
  palette: 'Command palette',
  placeholder: 'Search or run a command',
  noResults: 'No results',
  recent: 'Recent',
  results: (count: string) => `${count} found`,
  shortcuts: 'Keyboard shortcuts',
  singleKeys: 'Single-key shortcuts',
  singleKeysNote:
    'They do not fire while you type in a field. Turn them off if an assistive tool sends letters by itself.',
}
