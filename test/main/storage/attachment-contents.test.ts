import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { registerFolding } from '../../../src/main/storage/fold.ts'
import { migrations } from '../../../src/main/storage/migrations/index.ts'

it('an attachment of before keeps its bytes, which go when it goes', () => {
  const db = new Database(':memory:')
  registerFolding(db)
  const contents = migrations.findIndex((sql) => sql.includes('CREATE TABLE attachment_content'))
  for (const sql of migrations.slice(0, contents)) db.exec(sql)
  db.exec(`
    INSERT INTO identity (id, guid, idm_id, created_at) VALUES (1, 'g', 'ana', 0);
    INSERT INTO request (id, guid, idm_id, requestee_id, status, requested_at) VALUES (1, 'r', 'r', 1, 'in-progress', 0);`)
  const insert = db.prepare(
    `INSERT INTO attachment (id, request_id, file_name, file_type, size, sha256, content, item_ids, added_at)
     VALUES (?, 1, ?, 'text/plain', 2, '', ?, '[7]', 3)`,
  )
  const bytes = (n: number) => Buffer.alloc(100_000, n)
  for (const id of [4, 9]) insert.run(id, `${id}.txt`, bytes(id))
  db.unsafeMode(true)
  for (const sql of migrations.slice(contents)) db.exec(sql)
  db.unsafeMode(false)
  db.pragma('foreign_keys = ON')
  const kept = () => db.prepare('SELECT attachment_id AS id, content FROM attachment_content ORDER BY 1').all()
  expect(db.prepare('SELECT id, file_name, item_ids, added_at FROM attachment ORDER BY id').raw().all()).toEqual([
    [4, '4.txt', '[7]', 3],
    [9, '9.txt', '[7]', 3],
  ])
  expect(kept()).toEqual([4, 9].map((id) => ({ id, content: bytes(id) })))
  db.exec('DELETE FROM attachment WHERE id = 4')
  expect(kept()).toEqual([{ id: 9, content: bytes(9) }])
  expect(db.pragma('foreign_key_check')).toEqual([])
  db.close()
})
