import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareAccess } from '../../src/main/domain/identities/access/access-changes.service.ts'
import { viewGrants } from '../../src/main/domain/identities/access/access-grant.view.ts'
import { type AccessQuestion, listAccess } from '../../src/main/domain/identities/access/access-list.service.ts'
import { listHeldEntitlements } from '../../src/main/domain/identities/access/held-entitlements.service.ts'
import type { InSlices } from '../../src/main/domain/home/account-numbers.service.ts'
import { homeOf } from '../../src/main/domain/home/home.service.ts'
import { actorOf } from '../../src/main/domain/authorization/caller.ts'
import type { Participant } from '../../src/main/domain/sign-in/participant.ts'
import type { Moment } from '../../src/main/storage/cut.ts'
import { openStore } from '../../src/main/storage/store.ts'
import { line, median, title } from './report.ts'

const [people, applications, accountsElsewhere, generations] = [100_000, 60, 1500, 12]
const month = 30 * 86_400_000
const now = Date.parse('2026-12-01T09:00:00Z')
const extractAt = (seq: string) => `${now} - (${generations} - ${seq}) * ${month}`

const numbers = (most: number) =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most}) SELECT`

/**
 * The first application has an account of everybody, who all hold its first entitlement, and of whom a tenth changes what they
 * hold in one of the generations. The others have ten grants for each of their accounts.
 */
const seed = `
  INSERT INTO identity (id, guid, idm_id, created_at) ${numbers(people)} i, printf('%08x-0000-4000-8000-000000000000', i), 'p' || i, 0 FROM n;
  INSERT INTO person_now (identity_id, guid, sort_name, name_words, full_name, first_name, last_name, email, employee_id, title, department, department_key, division, company, office, manager, person_type, status, accounts, created_at, updated_at)
    SELECT id, guid, idm_id, idm_id, 'Person ' || id, 'Person', id, idm_id || '@cu.example', id, 'Teller', 'Branch ' || id % 100, 'branch ' || id % 100, '', '', '', '', '', 'Active', 1, 0, 0 FROM identity;
  INSERT INTO application (id, guid, kind, name, priority, created_at, updated_at, revision) ${numbers(applications)} i, printf('%08x-0000-4000-9000-000000000000', i), 'application', printf('Application %02d', i), 'None', 0, 0, 1 FROM n;
  INSERT INTO source (id, kind, application_id, current_seq) SELECT id, 'application', id, ${generations} FROM application;
  INSERT INTO import (id, guid, source_id, kind, trigger, state, extract_at, created_at, created_by) SELECT id, 'i' || id, id, 'extract', 'API', 'applied', 0, 0, 'bench' FROM application;
  INSERT INTO generation (source_id, seq, import_id, extract_at, applied_at, change_digest)
    SELECT a.id, n.i, a.id, ${extractAt('n.i')}, ${extractAt('n.i')} + 1000, 'd' FROM application a, (${numbers(generations)} i FROM n) n;
  INSERT INTO entitlement (id, guid, application_id, group_name, heading, section, permission) ${numbers(applications * 200)} i, printf('%08x-0000-4000-a000-000000000000', i), 1 + (i - 1) / 200, 'Group ' || i % 7, '', '', 'Permission ' || i FROM n;
  INSERT INTO entitlement_version (entitlement_id, source_id, from_seq, privileged, file_id, line) SELECT id, application_id, 1, CASE WHEN id % 50 = 0 THEN 'yes' ELSE 'no' END, 1, 1 FROM entitlement;
  INSERT INTO account (id, guid, application_id, user_name)
    ${numbers(people)} i, printf('%08x-0000-4000-b000-000000000000', i), 1, printf('u%06d', i) FROM n;
  INSERT INTO account (id, guid, application_id, user_name)
    SELECT ${people} + (a.id - 2) * ${accountsElsewhere} + n.i, printf('%08x-0000-4000-b000-000000000000', ${people} + (a.id - 2) * ${accountsElsewhere} + n.i), a.id, printf('u%06d', n.i)
    FROM application a, (${numbers(accountsElsewhere)} i FROM n) n WHERE a.id > 1;
  INSERT INTO account_version (account_id, source_id, from_seq, full_name, last_login, file_id, line) SELECT id, application_id, 1, 'Person ' || id, printf('2026-%02d-01', 1 + id % 11), 1, id FROM account;
  INSERT INTO account_match (account_id, from_at, identity_id, method, decided_by, source_id, seq) SELECT id, 0, 1 + (id - 1) % ${people}, 'email', 'Castellan', application_id, 1 FROM account WHERE id % 20 > 0;
  INSERT INTO grant_version (account_id, entitlement_id, source_id, from_seq, to_seq, access, file_id, line)
    SELECT id, 1, 1, 1, 2147483647, 'Y', 1, id FROM account WHERE application_id = 1
    UNION ALL SELECT id, 2, 1, 2 + id % 11, 2147483647, 'Y', 1, id FROM account WHERE application_id = 1 AND id % 10 = 0 ORDER BY 1, 2;
  INSERT INTO grant_version (account_id, entitlement_id, source_id, from_seq, to_seq, access, file_id, line)
    SELECT a.id, (a.application_id - 1) * 200 + 1 + (a.id * 7 + k.i * 19) % 200, a.application_id, 1, 2147483647, 'Y', 1, a.id
    FROM account a, (${numbers(10)} i FROM n) k WHERE a.application_id > 1 ORDER BY 1, 2;
  INSERT INTO holder_version (entitlement_id, account_id, source_id, from_seq, to_seq, access)
    SELECT entitlement_id, account_id, source_id, from_seq, to_seq, access FROM grant_version ORDER BY 1, 2;
  ANALYZE;
`

/** Who has access, what changed, and the first screen, over a million grants. */
export async function benchAccess(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const store = openStore(dir)
  try {
    store.transact((tx) => tx.exec(seed))
    const db = store.reader
    const grants = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM grant_version').get()?.n ?? 0
    title(
      `Access: ${grants.toLocaleString('en')} grants of ${people.toLocaleString('en')} people in ${applications} applications`,
    )
    const times = (what: () => unknown, rounds = 9): number => {
      what()
      return median(
        Array.from({ length: rounds }, () => {
          const began = performance.now()
          what()
          return performance.now() - began
        }),
      )
    }
    const june: Moment = { kind: 'true', at: now - 6 * month + 1000 }
    const page = (moment: Moment, question: Partial<AccessQuestion>) => {
      const asked = { moment, now, place: null, limit: 100 }
      const { rows } = listAccess(db, { owner: 'any', lastSignIn: 'any', ...question }, asked)
      return viewGrants(db, moment, rows)
    }
    line(
      'holders of the hottest entitlement on a date, ms',
      times(() => page(june, { entitlementId: 1 })),
      '≤ 50 + 100',
      'first page and count',
    )
    line(
      'the same now, ms',
      times(() => page({ kind: 'now' }, { entitlementId: 1 })),
      '≤ 50 + 100',
      'first page and count',
    )
    line(
      'holders of a usual entitlement on a date, ms',
      times(() => page(june, { entitlementId: 1000 })),
      '≤ 50 + 100',
    )
    line(
      'access of a department now, ms',
      times(() => page({ kind: 'now' }, { department: 'Branch 7' }), 3),
      'no number',
    )
    line(
      'all access now, first page and count, ms',
      times(() => page({ kind: 'now' }, {}), 3),
      'no number',
    )
    const guid = db.prepare<[], { guid: string }>('SELECT guid FROM application WHERE id = 1').get()?.guid
    const span = { from: { kind: 'true', at: now - 11 * month + 1000 } as const, to: { kind: 'now' } as const }
    const compared = () => compareAccess(db, { ...span, applicationId: guid, change: 'any', offset: 0, limit: 100 })
    line(
      'an application against itself a year ago, ms',
      times(compared, 5),
      '≤ 1000',
      `${compared().gained.toLocaleString('en')} changes`,
    )
    line(
      'list of entitlements, first page, ms',
      times(() => listHeldEntitlements(db, { kind: 'now' }, { offset: 0, limit: 200 }), 5),
      'no number',
    )
    const caller = { kind: 'operator' } as const
    const officer: Participant = { caller, actor: actorOf(caller), identity: null, roles: new Set(), scopes: ['*'] }
    let longest = 0
    const inSlices: InSlices = async (elements, work) =>
      elements.map((element) => {
        const began = performance.now()
        const result = work(element)
        longest = Math.max(longest, performance.now() - began)
        return result
      })
    const home = async () => {
      const began = performance.now()
      await homeOf(db, officer, { now, inSlices })
      return performance.now() - began
    }
    line('Home for the first time after a commit, ms', await home(), '≤ 150', `longest slice ${longest.toFixed(1)} ms`)
    line('Home again, ms', await home(), '≤ 150')
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
