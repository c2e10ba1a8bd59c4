import { importDirection } from './import-direction.ts'
import { noAmbient } from './no-ambient.ts'
import { noFacadeWords } from './no-facade-words.ts'
import { oneWindow } from './one-window.ts'
import { quietImport } from './quiet-import.ts'

/** Castellan's own lint rules, loaded by .oxlintrc.json; rules.test.ts proves that each of them bites. */
export default {
  meta: { name: 'castellan' },
  rules: {
    'import-direction': importDirection,
    'no-ambient': noAmbient,
    'no-facade-words': noFacadeWords,
    'one-window': oneWindow,
    'quiet-import': quietImport,
  },
}
