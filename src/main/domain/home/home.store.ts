import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'

const forever = 9007199254740991
const current = (version: string): string =>
  `${version}.source_id = s.id AND ${version}.from_seq <= s.current_seq AND ${version}.to_seq > s.current_seq`
const isDate = "v.last_login GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"

const accounts = `
  SELECT count(*) AS "all",
    count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM account_match m WHERE m.account_id = v.account_id AND m.to_at = ${forever})) AS unassigned,
    count(*) FILTER (WHERE ${isDate} AND substr(v.last_login, 1, 10) < @before) AS dormant,
    count(*) FILTER (WHERE NOT (${isDate})) AS lastSignInUnknown
  FROM account_version v CROSS JOIN source s ON ${current('v')} AND s.kind = 'application'
  WHERE v.account_id >= @from AND v.account_id < @to`
const privileged = `
  SELECT count(*) AS n FROM source s JOIN entitlement_version d ON ${current('d')} AND d.privileged = 'yes'
  JOIN holder_version h ON h.entitlement_id = d.entitlement_id AND ${current('h')}`
const extracts = `
  SELECT p.guid, p.name, p.kind, (SELECT json_group_array(extract_at) FROM (
    SELECT g.extract_at FROM generation g JOIN source s ON s.id = g.source_id JOIN import i ON i.id = g.import_id
    WHERE s.application_id = p.id AND g.voided_at IS NULL AND i.kind = 'extract' ORDER BY g.extract_at DESC, g.seq DESC LIMIT 13)) AS times
  FROM application p WHERE p.archived_at IS NULL ORDER BY p.kind, p.name, p.id`
const scripts = `SELECT count(DISTINCT token_id) AS tokens, count(*) AS calls, count(*) FILTER (WHERE status >= 400) AS refused FROM api_call WHERE at >= ?`
const staged = `SELECT count(*) FILTER (WHERE state = 'staged') AS n FROM import WHERE state = 'staged'`
const unrecognised = `SELECT count(*) AS n FROM received_file WHERE state = 'unrecognised'`
const failedImports = `
  SELECT count(*) AS n FROM import i WHERE i.state = 'failed' AND i.finished_at >= ?
    AND NOT EXISTS (SELECT 1 FROM import later WHERE later.source_id = i.source_id AND later.id > i.id AND later.state = 'applied')`
const failedScans = `
  SELECT count(*) AS n FROM policy_scan_run r WHERE r.state = 'failed' AND r.finished_at >= ?
    AND NOT EXISTS (SELECT 1 FROM policy_scan_run later WHERE later.scan_id IS r.scan_id AND later.id > r.id AND later.state = 'done')`
const failedMessages =
  'SELECT count(*) AS n FROM outbox WHERE failure IS NOT NULL AND sent_at IS NULL AND created_at >= ?'
const stoppedWebhooks = `SELECT count(*) AS n FROM webhook WHERE removed_at IS NULL AND state = 'stopped'`

const count = (db: Reader, sql: string, ...values: number[]): number =>
  prepared<{ n: number }>(db, sql).get(...values)?.n ?? 0

export interface AccountNumbers {
  readonly all: number
  readonly unassigned: number
  readonly dormant: number
  readonly lastSignInUnknown: number
}

/** The numbers of the first screen. */
export const homeNumbers = {
  highestAccount: (db: Reader): number => count(db, 'SELECT coalesce(max(id), 0) AS n FROM account'),
  /**
   * Of the accounts in a span of rows.
   * @param before a date as 2026-06-30: whoever signed in last before it is dormant
   */
  accounts: (
    db: Reader,
    span: { readonly from: number; readonly to: number; readonly before: string },
  ): AccountNumbers =>
    prepared<AccountNumbers>(db, accounts).get(span) ?? {
      all: 0,
      unassigned: 0,
      dormant: 0,
      lastSignInUnknown: 0,
    },
  privilegedGrants: (db: Reader): number => count(db, privileged),
  extracts: (db: Reader) =>
    prepared<{ guid: string; name: string; kind: 'application' | 'roster'; times: string }>(db, extracts)
      .all()
      .map(({ times, ...application }) => ({ ...application, times: JSON.parse(times) as number[] })),
  scripts: (db: Reader, since: number) =>
    prepared<{ tokens: number; calls: number; refused: number }>(db, scripts).get(since) ?? {
      tokens: 0,
      calls: 0,
      refused: 0,
    },
  stagedImports: (db: Reader): number => count(db, staged),
  unrecognisedFiles: (db: Reader): number => count(db, unrecognised),
  /** Of which no later import of the same application was applied. */
  failedImports: (db: Reader, since: number): number => count(db, failedImports, since),
  failedScans: (db: Reader, since: number): number => count(db, failedScans, since),
  failedMessages: (db: Reader, since: number): number => count(db, failedMessages, since),
  stoppedWebhooks: (db: Reader): number => count(db, stoppedWebhooks),
}
