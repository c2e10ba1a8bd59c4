import { count } from '../../../ui/format.ts'

/** Texts about changes that rows which could not be read may contradict. */
export const doubts = {
  word: 'In doubt',
  lineNote: 'Castellan holds it back in this import. Release it if you know that it is right.',
  note: (many: number) =>
    `${count(many, 'of them is', 'of them are')} in doubt: rows of the file could not be read and may say otherwise. Correct the file or the rules, or release what you know.`,
  release: 'Release all in doubt…',
  title: (many: number) => `Release ${count(many, 'change', 'changes')} in doubt?`,
  text: 'They are applied with this import although rows of the file could not be read. Release single ones in the list.',
  confirm: 'Release all',
  example: 'The unread line is the total at the end',
}
