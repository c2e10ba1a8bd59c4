export const text = {
  palette: 'Commands',
  placeholder: 'Type a command or what you are looking for',
  nothing: 'Nothing is called that.',
  recent: 'Recent',
  results: (words: string) => `${words} found`,
  shortcuts: 'Keyboard shortcuts',
  singleKeys: 'Shortcuts of single letters',
  singleKeysNote:
    'They never fire while you type in a field. Switch them off if your tools send letters by themselves.',
}
