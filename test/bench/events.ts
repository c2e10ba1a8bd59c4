import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { viewPersonnelEvent } from '../../src/main/api/permission-assist/personnel-event.ts'
import { actorOf } from '../../src/main/domain/authorization/caller.ts'
import { viewEvent, viewEventDetail } from '../../src/main/domain/personnel-events/reading/event.view.ts'
import {
  anyEvent,
  listEvents,
  listWaitingEvents,
} from '../../src/main/domain/personnel-events/reading/event-lists.service.ts'
import { advanceEvents } from '../../src/main/domain/personnel-events/running/advance.service.ts'
import type { Environment } from '../../src/main/domain/shared/environment.ts'
import { anyOutsideAccess } from '../../src/main/domain/shared/outside-access.ts'
import type { Participant } from '../../src/main/domain/sign-in/participant.ts'
import { openStore } from '../../src/main/storage/store.ts'
import { line, median, title } from './report.ts'

const [applications, grants, people, events] = [60, 400, 2000, 10_000]

const numbers = (most: number) =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most}) SELECT`

/** Planning an offboarding of somebody with much access, and lists beside many events. */
export function benchEvents(): void {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const store = openStore(dir)
  const env: Environment = {
    store,
    clock: () => Date.parse('2026-07-01T09:00:00Z'),
    newId: randomUUID,
    randomBytes: (count) => randomBytes(count),
    outside: anyOutsideAccess,
  }
  try {
    title(`Personnel events: ${grants} grants in ${applications} applications; ${events.toLocaleString('en')} events`)
    store.transact((tx) => tx.exec(seed))
    const caller = { kind: 'operator' } as const
    const participant: Participant = { caller, actor: actorOf(caller), identity: null, roles: new Set(), scopes: ['*'] }
    const times = (what: () => unknown, rounds = 15): number => {
      what()
      return median(
        Array.from({ length: rounds }, () => {
          const began = performance.now()
          what()
          return performance.now() - began
        }),
      )
    }
    const db = store.reader
    const [big] = listEvents(
      db,
      participant,
      { ...anyEvent, identity: 1, status: 'pending' },
      { offset: 0, limit: 1 },
    ).items
    if (!big) throw new Error('no event of the first person')
    const plan = times(() => viewEventDetail(env, participant, big))
    line('plan of an offboarding, ms', plan, '≤ 200', `${grants} grants in ${applications} applications`)
    const page = { offset: 0, limit: 50 }
    const board = times(() =>
      listEvents(db, participant, anyEvent, page).items.map((one) => viewEvent(env, participant, one)),
    )
    line('page of events, ms', board, '≤ 100')
    const vendor = times(() =>
      listEvents(db, participant, anyEvent, page).items.map((one) => viewPersonnelEvent(db, one, 0)),
    )
    const bare = db.prepare(
      `SELECT e.*, (SELECT json_group_array(json_object('id', i.guid, 'step', i.step)) FROM personnel_event_item v JOIN request_item i ON i.id = v.item_id WHERE v.event_id = e.id) AS items,
        (SELECT json_group_array(a.text) FROM personnel_event_activity a WHERE a.event_id = e.id) AS activity
       FROM personnel_event e ORDER BY e.effective_on DESC, e.id DESC LIMIT 50`,
    )
    const query = times(() => bare.all())
    line('page of /api / bare query', vendor / query, '≤ 1.5', `${vendor.toFixed(1)} ms against ${query.toFixed(1)}`)
    const waiting = times(() => listWaitingEvents(db, { ...participant, identity: 3 }, 0), 5)
    line('what waits for somebody, ms', waiting, '–')
    line(
      'a look at whether anything moves, ms',
      times(() => advanceEvents(env), 5),
      '–',
    )
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

const seed = `
  INSERT INTO identity (id, guid, idm_id, created_at) ${numbers(people)} i, printf('%08x-0000-4000-8000-000000000000', i), 'p' || i, 0 FROM n;
  INSERT INTO person_now (identity_id, guid, sort_name, name_words, full_name, first_name, last_name, email, employee_id, title, department, division, company, office, manager, person_type, status, accounts, created_at, updated_at)
    SELECT id, guid, idm_id, idm_id, 'Person ' || id, 'Person', id, idm_id || '@cu.example', id, 'Teller', 'Branch', '', '', '', CASE WHEN id > 10 THEN 'managed/user/p' || (1 + id % 10) ELSE '' END, '', 'Active', 0, 0, 0 FROM identity;
  INSERT INTO application (id, guid, kind, name, priority, created_at, updated_at, revision) ${numbers(applications)} i, printf('%08x-0000-4000-9000-000000000000', i), 'application', 'Application ' || i, 'None', 0, 0, 1 FROM n;
  INSERT INTO source (id, kind, application_id, current_seq) SELECT id, 'application', id, 1 FROM application;
  INSERT INTO entitlement (id, guid, application_id, group_name, heading, section, permission) ${numbers(grants)} i, printf('%08x-0000-4000-a000-000000000000', i), 1 + i % ${applications}, 'Group', '', '', 'Permission ' || i FROM n;
  INSERT INTO account (id, guid, application_id, user_name) ${numbers(applications)} i, printf('%08x-0000-4000-b000-000000000000', i), i, 'p1' FROM n;
  INSERT INTO account_version (account_id, source_id, from_seq, file_id, line) SELECT id, application_id, 1, 1, id FROM account;
  INSERT INTO account_match (account_id, from_at, identity_id, method, decided_by) SELECT id, 0, 1, 'email', 'Castellan' FROM account;
  INSERT INTO grant_version (account_id, entitlement_id, source_id, from_seq, access, file_id, line) SELECT application_id, id, application_id, 1, 'Y', 1, id FROM entitlement;
  INSERT INTO holder_version (entitlement_id, account_id, source_id, from_seq, access) SELECT id, application_id, application_id, 1, 'Y' FROM entitlement;
  INSERT INTO glossary_entry (id, guid, idm_id, class, natural_key, body, display_name, requestable, created_at, created_by, updated_at)
    SELECT id, guid, guid, 'system', name, json_object('name', name), name, 0, 0, 'bench', 0 FROM application;
  INSERT INTO personnel_event (id, guid, kind, stage, identity_id, effective_on, origin, reported_by, created_at, ended_at)
    ${numbers(events)} i, printf('%08x-0000-4000-c000-000000000000', i), 'offboard', CASE WHEN i <= 200 THEN 'approval' WHEN i <= 1500 THEN 'verification' ELSE 'completed' END, i % ${people} + CASE WHEN i % ${people} = 0 THEN ${people} ELSE 0 END,
      date('2026-07-01', '+' || (i % 300) || ' days'), 'api', 'bench', 0, CASE WHEN i > 1500 THEN 1 END FROM n;
  INSERT INTO request (id, guid, idm_id, requestee_id, status, requested_at, completed_at) SELECT id, guid, guid, identity_id, 'complete', 0, 1 FROM personnel_event WHERE id > 200;
  INSERT INTO request_item (id, guid, request_id, entry_id, action, display_name, step, outcome, outcome_at, verification, application_id)
    SELECT e.id * 10 + k.value, printf('%08x-0000-4000-d000-%012x', e.id, k.value), e.id, k.value, 'remove', 'Application ' || k.value, 'done', 'provisioned', 1, 'claimed', k.value
    FROM personnel_event e, json_each('[1,2,3,4,5,6]') k WHERE e.id > 200;
  INSERT INTO personnel_event_item (item_id, event_id, stage) SELECT id, request_id, 'provision' FROM request_item;
  INSERT INTO personnel_event_activity (event_id, at, name, kind, text) SELECT e.id, 0, 'bench', 'activity', 'Reported.' FROM personnel_event e, json_each('[1,2,3]');
`
