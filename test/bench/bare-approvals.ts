/**
 * The least that could answer a list of approvals: node:http, the same database, a token check, one prepared query for
 * the page, one for the count, no guard, no schema, no rule.
 *
 *     node test/bench/bare-approvals.ts DATABASE TOKEN IDENTITY
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import Database from 'better-sqlite3'

const [file = '', token = '', identity = ''] = process.argv.slice(2)
const db = new Database(file, { readonly: true })
const known = new Set([createHash('sha256').update(token).digest('hex')])
const waiting = "FROM approval_task t WHERE t.status = 'in-progress' AND t.approver_identity = ?"
const list = db.prepare(
  `SELECT t.idm_id AS id, t.kind, t.status, t.level, t.due_at AS dueAt, t.created_at AS createdAt, t.revision, r.idm_id AS requestId, r.comment,
     r.requested_at AS requestedAt, i.idm_id AS requesteeId, n.full_name AS requestee, q.idm_id AS requesterId, a.full_name AS approver,
     (SELECT json_group_array(json_object('itemId', e.idm_id, 'name', x.display_name, 'action', x.action, 'riskLevel', e.risk_level, 'outcome', ti.outcome, 'comment', ti.comment))
       FROM approval_task_item ti CROSS JOIN request_item x ON x.id = ti.item_id CROSS JOIN glossary_entry e ON e.id = x.entry_id WHERE ti.task_id = t.id) AS items
   FROM (SELECT * ${waiting} ORDER BY t.due_at, t.id LIMIT 50) t JOIN request r ON r.id = t.request_id JOIN identity i ON i.id = t.requestee_id
   JOIN person_now n ON n.identity_id = i.id JOIN identity q ON q.id = t.requester_id JOIN person_now a ON a.identity_id = t.approver_identity`,
)
const count = db.prepare(`SELECT count(*) AS n ${waiting}`)

const server = createServer((request, response) => {
  const secret = request.headers.authorization?.slice(7) ?? ''
  if (!known.has(createHash('sha256').update(secret).digest('hex'))) {
    response.writeHead(401).end()
    return
  }
  const rows = list.all(Number(identity)) as { items: string }[]
  const items = rows.map((row) => ({ ...row, items: JSON.parse(row.items) as unknown }))
  const text = JSON.stringify({ items, total: (count.get(Number(identity)) as { n: number }).n })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 })}\n`)
})
