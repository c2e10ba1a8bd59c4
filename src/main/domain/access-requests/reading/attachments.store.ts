import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

export interface Attachment {
  readonly id: number
  readonly fileName: string
  readonly fileType: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  /** Rows of the items it belongs to; empty means all. */
  readonly items: readonly number[]
  readonly owner: number | null
  readonly addedAt: number
}

interface Row extends Omit<Attachment, 'items'> {
  readonly itemIds: string
}

const columns = `id, file_name AS fileName, file_type AS fileType, size, sha256, item_ids AS itemIds, owner_id AS owner, added_at AS addedAt FROM attachment`
const list = `SELECT ${columns} WHERE request_id = ? ORDER BY id`
const byName = `SELECT ${columns} WHERE request_id = ? AND file_name = ?`
const content = 'SELECT content FROM attachment_content WHERE attachment_id = ?'
const insert = `INSERT INTO attachment (request_id, file_name, file_type, size, sha256, item_ids, owner_id, added_at)
  VALUES (@request, @fileName, @fileType, @size, @sha256, @itemIds, @owner, @at) RETURNING id`
const insertContent = 'INSERT INTO attachment_content (attachment_id, content) VALUES (@id, @content)'
const remove = 'DELETE FROM attachment WHERE id = ?'

const read = ({ itemIds, ...row }: Row): Attachment => ({ ...row, items: JSON.parse(itemIds) as number[] })

export const attachments = {
  list: (db: Reader, request: number): Attachment[] => prepared<Row>(db, list).all(request).map(read),
  find(db: Reader, request: number, fileName: string): Attachment | undefined {
    const row = prepared<Row>(db, byName).get(request, fileName)
    return row && read(row)
  },
  content: (db: Reader, id: number): Buffer =>
    prepared<{ content: Buffer }>(db, content).get(id)?.content ?? Buffer.alloc(0),
  insert(
    tx: Writer,
    input: {
      request: number
      fileName: string
      fileType: string
      size: number
      sha256: string
      content: Buffer
      items: readonly number[]
      owner: number | null
      at: number
    },
  ): void {
    const { content: bytes, ...row } = input
    const inserted = prepared<{ id: number }>(tx, insert).get({ ...row, itemIds: JSON.stringify(input.items) })
    prepared(tx, insertContent).run({ id: inserted?.id, content: bytes })
  },
  /** With its content. */
  remove: (tx: Writer, id: number) => prepared(tx, remove).run(id),
}
