import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  caseFolded,
  contain,
  foldCase,
  foldSearch,
  hasWords,
  registerFolding,
  searchFolded,
  wordsOf,
} from '../../../src/main/storage/fold.ts'

const db = new Database(':memory:')
registerFolding(db)
db.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL);
  CREATE VIRTUAL TABLE found USING fts5 (words, tokenize='unicode61 remove_diacritics 0')`)

const letters = [
  ...Array.from('aAbBöÖåÅøØłŁßẞéÉİIıiσςΣйИjJ xX1@.|-'),
  'e\u0301',
  'ﬁ',
  'Ａ',
  '𝔸',
  'が',
  '한',
  '"',
  '\u0000',
]
const text = fc.array(fc.constantFrom(...letters), { maxLength: 9 }).map((all) => all.join(''))

test.each([
  ['Överföring', 'överföring', 'overforing'],
  ['ØDEGÅRD', 'ødegård', 'odegard'],
  ['STRASSE', 'strasse', 'strasse'],
  ['Straße', 'strasse', 'strasse'],
  ['ΟΔΟΣ', 'οδοσ', 'οδοσ'],
  ['İpek', 'ipek', 'ipek'],
  ['Ａｎａ', 'ana', 'ana'],
  ['Łukasz', 'łukasz', 'lukasz'],
])('%s folds to %s, and for searches to %s', (written, forCase, forSearch) => {
  expect([foldCase(written), foldSearch(written)]).toEqual([forCase, forSearch])
})

test('folding again changes nothing, and case never makes a difference', () => {
  fc.assert(
    fc.property(text, (any) => {
      for (const fold of [foldCase, foldSearch]) {
        expect(fold(fold(any))).toBe(fold(any))
        // A dotless i is another letter than i, and has no upper case of its own.
        if (!any.includes('ı')) expect(fold(any.toUpperCase())).toBe(fold(any))
      }
    }),
  )
})

test('SQLite folds, compares and finds as the program does', () => {
  const row = db.prepare<object, { folded: string; sorted: string; found: number }>(
    `SELECT ${caseFolded('a')} AS folded, ${searchFolded('a')} AS sorted, ${contain(['a', 'b'])} AS found FROM t`,
  )
  fc.assert(
    fc.property(text, text, text, (a, b, words) => {
      db.exec('DELETE FROM t')
      db.prepare('INSERT INTO t VALUES (1, ?, ?)').run(a, b)
      const folded = foldSearch(words)
      const found = Number(foldSearch(`${a}\u001f${b}`).includes(folded))
      expect(row.get({ words: folded })).toEqual({ folded: foldCase(a), sorted: foldSearch(a), found })
    }),
    { numRuns: 300 },
  )
})

test('people of an earlier day are found by the words by which the index finds those of now', () => {
  const find = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM found WHERE found MATCH ?')
  fc.assert(
    fc.property(text, text, (name, query) => {
      const words = wordsOf(query)
      if (words.length === 0) return
      db.exec('DELETE FROM found')
      db.prepare('INSERT INTO found VALUES (?)').run(foldSearch(name))
      const match = words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ')
      expect([name, query, Number(hasWords(foldSearch(name), query))]).toEqual([name, query, find.get(match)?.n])
    }),
    { numRuns: 300 },
  )
})
