import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { databaseFile } from '../../src/main/storage/store.ts'

export interface GovernanceSize {
  readonly people: number
  readonly items: number
  readonly requests: number
  readonly policies: number
}

/**
 * Fills a database that the program made with people, a catalogue, past and open requests and policies: written as rows,
 * since making them by the program would measure nothing but patience. Every fiftieth person manages the next fifty.
 */
export function seedGovernance(dataDir: string, { people, items, requests, policies }: GovernanceSize): void {
  const db = new Database(databaseFile(dataDir))
  db.pragma('journal_mode = WAL')
  const all = (work: () => void) => db.transaction(work)()
  const now = Date.now()
  const identity = db.prepare('INSERT INTO identity (id, guid, idm_id, created_at) VALUES (?, ?, ?, ?)')
  const person = db.prepare(
    `INSERT INTO person_now (identity_id, guid, sort_name, department_key, name_words, place_words, full_name, first_name, last_name, email, employee_id, title, department, division, company,
      office, manager, person_type, status, accounts, created_at, updated_at)
     VALUES (@id, @guid, @name, lower(@department), @name || ' | ' || @mail || ' | ' || @number, lower(@title || ' | ' || @department), @name, 'Person', @last, @mail, @number, @title, @department, '', '', '', @manager, '', 'Active', 0, @now, @now)`,
  )
  const role = db.prepare(
    "INSERT INTO role (id, guid, idm_id, kind, name, created_at, updated_at) VALUES (?, ?, ?, 'managed', ?, 0, 0)",
  )
  const member = db.prepare(
    "INSERT INTO role_member (identity_id, property, role_id, from_at, given_by) VALUES (?, 'roles', ?, 0, 'seed')",
  )
  const entry = db.prepare(
    `INSERT INTO glossary_entry (id, guid, idm_id, class, natural_key, body, display_name, sort_name, requestable, risk_level, object_id, created_at, created_by, updated_at)
     VALUES (@id, @guid, @guid, 'object', @object, @body, @name, lower(@name), 1, 3, @object, 0, 'seed', 0)`,
  )
  all(() => {
    for (let id = 1; id <= people; id++) {
      const guid = randomUUID()
      identity.run(id, guid, guid, now)
      const boss = id - (id % 50 || 50) + 1
      person.run({
        id,
        guid,
        name: `person ${String(id).padStart(6, '0')}`,
        last: String(id),
        mail: `p${id}@cu.example`,
        number: `E${id}`,
        title: `Title ${id % 40}`,
        department: `Department ${id % 100}`,
        manager: boss === id ? '' : `E${boss}`,
        now,
      })
    }
  })
  const firstRole = 1000
  all(() => {
    for (let i = 0; i < items; i++) {
      const id = firstRole + i
      role.run(id, randomUUID(), `r${i}`, `Role ${i}`)
      const body = JSON.stringify({
        objectId: `managed/role/r${i}`,
        displayName: `Role ${i}`,
        order: [],
        requestable: true,
        riskLevel: 3,
      })
      entry.run({ id: i + 1, guid: randomUUID(), object: `managed/role/r${i}`, body, name: `Role ${i}` })
    }
    for (let id = 1; id <= people; id++)
      for (let k = 0; k < 5; k++) member.run(id, firstRole + ((id * 7 + k * 131) % items))
  })
  seedRequests(db, people, items, requests, now)
  const policy = db.prepare(
    `INSERT INTO policy (guid, idm_id, name, expression, risk_level, active, created_at, updated_at) VALUES (@guid, @guid, @name, @expression, 5, 1, 0, 0)`,
  )
  all(() => {
    for (let i = 0; i < policies; i++) {
      const term = (at: number) => ({
        operator: 'EQUALS',
        operand: { targetName: 'roles', targetValue: `managed/role/r${at % items}` },
      })
      const expression = JSON.stringify({
        operator: 'AND',
        operand: [term(i * 3), { operator: 'OR', operand: [term(i * 3 + 131), term(i * 5 + 7)] }],
      })
      policy.run({ guid: randomUUID(), name: `Policy ${i}`, expression })
    }
  })
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** One in ten is still to be decided by the manager of whom it is for; two or three items each. */
function seedRequests(db: Database.Database, people: number, items: number, requests: number, now: number): void {
  const request = db.prepare(
    `INSERT INTO request (id, guid, idm_id, requester_id, requestee_id, status, comment, requested_at, completed_at)
     VALUES (@id, @guid, @guid, @who, @who, @status, 'for work', @at, @done)`,
  )
  const item = db.prepare(
    `INSERT INTO request_item (id, guid, request_id, entry_id, action, display_name, chain, step, outcome, outcome_at, verification)
     VALUES (@id, @guid, @request, @entry, 'add', @name, @chain, @step, @outcome, @done, 'none')`,
  )
  const task = db.prepare(
    `INSERT INTO approval_task (id, guid, idm_id, request_id, requester_id, requestee_id, kind, status, level, approver_identity, due_at, created_at, completed_at, completed_by)
     VALUES (@id, @guid, @guid, @id, @who, @who, 'approval', @status, 0, @boss, @due, @at, @done, @by)`,
  )
  const inTask = db.prepare('INSERT INTO approval_task_item (task_id, item_id, outcome) VALUES (?, ?, ?)')
  const said = db.prepare(
    `INSERT INTO request_history (request_id, at, identity_id, action, content) VALUES (?, ?, ?, 'comment', 'for work')`,
  )
  db.transaction(() => {
    let row = 1
    for (let id = 1; id <= requests; id++) {
      const who = ((id * 13) % people) + 1
      const manager = who - (who % 50 || 50) + 1
      const boss = manager === who ? manager + 1 : manager
      const open = id % 10 === 0
      const [at, done] = [now - id * 1000, open ? null : now]
      request.run({ id, guid: randomUUID(), who, status: open ? 'in-progress' : 'complete', at, done })
      task.run({
        id,
        guid: randomUUID(),
        who,
        boss,
        status: open ? 'in-progress' : 'complete',
        due: now + 1e9,
        at,
        done,
        by: open ? null : boss,
      })
      said.run(id, at, who)
      for (let k = 0; k < 2 + (id % 2); k++) {
        const entry = ((id * 3 + k * 17) % items) + 1
        const chain = JSON.stringify([{ name: 'manager', approver: { kind: 'identity', id: boss } }])
        item.run({
          id: row,
          guid: randomUUID(),
          request: id,
          entry,
          name: `Role ${entry - 1}`,
          chain,
          step: open ? 'approval' : 'done',
          outcome: open ? null : 'provisioned',
          done,
        })
        inTask.run(id, row++, open ? null : 'approved')
      }
    }
  })()
}
