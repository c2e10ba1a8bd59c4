import type { Database } from 'better-sqlite3'

const ascii = /^[\0-\x7f]*$/

const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g

/** Without characters that nobody sees, and with one space for many. */
export const visibleOnly = (text: string): string => text.replace(invisible, '').replace(/\s+/g, ' ')

/**
 * Texts that differ only in case, or in how Unicode writes the same characters, fold to the same: what matching and
 * filters compare. Follows Unicode's full case folding where JavaScript's lower case does not.
 */
export function foldCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .normalize('NFKC')
}

/** Letters that Unicode does not take apart into a letter and its accent. */
const plain: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
}
const letters = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu')

/** What searches compare and lists are sorted by: also without accents, as far as the alphabet has them. */
export function foldSearch(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return foldCase(text)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll(letters, (letter) => plain[letter] ?? letter)
}

const tokensOf = (folded: string): string[] => folded.match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []

/** The words of a search; a text ends for SQLite at the first NUL. */
export const wordsOf = (text: string): string[] =>
  foldSearch(text)
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => word !== '')

/** Whether every word begins some word of a folded text, as the index of people finds it. */
export function hasWords(folded: string, words: string): boolean {
  const tokens = tokensOf(folded)
  // The index has no marks, so a word of nothing else asks for nothing; by itself it finds nobody.
  const wanted = wordsOf(words)
    .map(tokensOf)
    .filter((parts) => parts.length > 0)
  const begins = (parts: readonly string[], at: number): boolean =>
    parts.every((part, i) => (i < parts.length - 1 ? tokens[at + i] === part : tokens[at + i]?.startsWith(part)))
  return wanted.length > 0 && wanted.every((parts) => tokens.some((_, at) => begins(parts, at)))
}

/**
 * Registers the foldings on a connection, since SQLite's own `lower` knows only ASCII. Nothing stored in the schema may
 * call them: a database is readable without this program.
 */
export function registerFolding(db: Database): void {
  const onText = (fold: (text: string) => string) => (value: unknown) =>
    typeof value === 'string' ? fold(value) : value
  const options = { deterministic: true, directOnly: true }
  db.function('fold_case', options, onText(foldCase))
  db.function('fold_search', options, onText(foldSearch))
  db.function('has_words', options, (text: unknown, words: unknown) => Number(hasWords(String(text), String(words))))
}

const isAscii = (column: string): string => `octet_length(${column}) = length(${column})`

/** A column folded for comparison. Almost every text is plain ASCII, which SQLite folds itself and three times as fast. */
export const caseFolded = (column: string): string =>
  `CASE WHEN ${isAscii(column)} THEN lower(${column}) ELSE fold_case(${column}) END`

/** A column folded for sorting. */
export const searchFolded = (column: string): string =>
  `CASE WHEN ${isAscii(column)} THEN lower(${column}) ELSE fold_search(${column}) END`

/**
 * Whether words, folded for searches, occur in any of some columns that are never null. What SQLite finds by its own means
 * is found; only of the others those that are not ASCII are folded.
 */
export function contain(columns: readonly string[], words = '@words'): string {
  const text = columns.join(' || char(31) || ')
  return `(instr(lower(${text}), ${words}) > 0 OR ((${columns.map((column) => `NOT ${isAscii(column)}`).join(' OR ')}) AND instr(fold_search(${text}), ${words}) > 0))`
}
