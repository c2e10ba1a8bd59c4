import type { Answer } from '../../../../contract/request-parts.ts'
import type { Reader } from '../../../storage/open.ts'
import type { Json } from '../../shared/canonical-json.ts'
import { plainText } from '../../shared/plain-text.ts'
import { findPrincipal, nameOf } from '../../roles/principals.service.ts'

/** Answers as people read them: names instead of ids, choices in one line. */
export const viewAnswers = (db: Reader, answers: { readonly [name: string]: Json }): Answer[] =>
  Object.entries(answers).map(([name, value]) => ({ name, value, words: inWords(db, value) }))

function inWords(db: Reader, value: Json): string {
  if (Array.isArray(value)) return value.map((element) => inWords(db, element)).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const principal = typeof value === 'string' && isLongId(value) ? findPrincipal(db, value) : undefined
  return principal ? nameOf(db, principal) : plainText(value)
}

const isLongId = (text: string): boolean => /^(managed|internal)\/(user|role)\/./.test(text)
