import { wordsOf } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { Condition } from '../../shared/filter-sql.ts'

/** A search is not a report: more requests than these are neither counted nor listed. */
export const mostFound = 5000

/** Up to here the few requests of a word are gathered by their indexes; beyond, each request is checked, newest first. */
const few = { people: 30_000, entries: 500 }

/** Each word must begin a word of a person's name or occur in the name of a requested item. */
const gathered = `r.id IN (
  SELECT q.id FROM person_search s CROSS JOIN request q ON q.requestee_id = s.rowid WHERE person_search MATCH ?
  UNION ALL SELECT q.id FROM person_search s CROSS JOIN request q ON q.requester_id = s.rowid WHERE person_search MATCH ?
  UNION ALL SELECT i.request_id FROM glossary_entry e CROSS JOIN request_item i ON i.entry_id = e.id WHERE instr(e.sort_name, ?) > 0)`
const lookedAt = `(
  EXISTS (SELECT 1 FROM person_now n WHERE n.identity_id IN (r.requestee_id, r.requester_id)
    AND instr(' ' || n.name_words || ' ' || replace(n.name_words, '@', ' '), ' ' || ?) > 0)
  OR EXISTS (SELECT 1 FROM request_item i JOIN glossary_entry e ON e.id = i.entry_id WHERE i.request_id = r.id AND instr(e.sort_name, ?) > 0))`

/**
 * What the words of a search ask of a request `r`: each fits who asked, for whom, or an item by its name in the
 * catalogue. Measured with 200,000 requests of 500,000 items: a word that few have takes 1 to 70 ms; gathering those of
 * a word that all have took 470 ms, hence the second way.
 */
export const conditionsOfWords = (db: Reader, words: string, most = few): Condition[] =>
  wordsOf(words)
    .slice(0, 8)
    .map((word) => {
      // Quotes keep the query language of the index out.
      const people = `{name_words} : "${word.replaceAll('"', '""')}"*`
      return isRare(db, { people, word, most })
        ? { sql: gathered, values: [people, people, word] }
        : { sql: lookedAt, values: [word, word] }
    })

function isRare(db: Reader, { people, word, most }: { people: string; word: string; most: typeof few }): boolean {
  const row = prepared<{ people: number; entries: number }>(
    db,
    `SELECT (SELECT count(*) FROM (SELECT 1 FROM person_search WHERE person_search MATCH ? LIMIT ?)) AS people,
       (SELECT count(*) FROM (SELECT 1 FROM glossary_entry WHERE instr(sort_name, ?) > 0 LIMIT ?)) AS entries`,
  ).get(people, most.people + 1, word, most.entries + 1)
  return row !== undefined && row.people <= most.people && row.entries <= most.entries
}
