/** How texts are compared everywhere; the storage has it too, since SQLite's own folding knows only ASCII. */
export { foldCase, foldSearch } from '../../storage/fold.ts'
