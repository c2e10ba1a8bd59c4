/**
 * The least that could answer the same: node:http, the same database, a token check, the same rows, no guard, no schema.
 *
 *     node test/bench/bare-server.ts DATABASE TOKEN
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import Database from 'better-sqlite3'

const [file = '', token = ''] = process.argv.slice(2)
const db = new Database(file, { readonly: true })
const known = new Map([[createHash('sha256').update(token).digest('hex'), 1]])
const columns =
  'guid AS id, full_name AS name, first_name AS firstName, last_name AS lastName, email, employee_id AS employeeId, title, department, manager, person_type AS type, status, accounts'
const list = db.prepare(
  `SELECT ${columns} FROM person_now WHERE department = ? ORDER BY sort_name, identity_id LIMIT 50`,
)
const count = db.prepare('SELECT count(*) AS n FROM person_now WHERE department = ?')
const one = db.prepare(`SELECT ${columns} FROM person_now WHERE guid = ?`)

const server = createServer((request, response) => {
  const secret = request.headers.authorization?.slice(7) ?? ''
  if (!known.has(createHash('sha256').update(secret).digest('hex'))) {
    response.writeHead(401).end()
    return
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const department = url.searchParams.get('department')
  const body =
    department === null
      ? one.get(url.pathname.slice('/api/identities/'.length))
      : { items: list.all(department), total: (count.get(department) as { n: number }).n }
  const text = JSON.stringify(body)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 })}\n`)
})
