import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { Reader } from '../../../src/main/storage/open.ts'
import { prepared } from '../../../src/main/storage/query.ts'

it('a statement is prepared once, and texts without end are not kept without end', () => {
  const db = new Database(':memory:') as unknown as Reader
  const first = prepared(db, 'SELECT 1')
  for (let i = 0; i < 1999; i++) prepared(db, `SELECT ${i} AS n`)
  expect(prepared(db, 'SELECT 1')).toBe(first)
  for (let i = 1999; i < 4000; i++) prepared(db, `SELECT ${i} AS n`)
  expect(prepared(db, 'SELECT 1')).not.toBe(first)
  expect(prepared(db, 'SELECT 1').get()).toEqual({ '1': 1 })
  db.close()
})
