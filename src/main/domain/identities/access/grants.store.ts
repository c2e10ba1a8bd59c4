import { asOf, type Moment } from '../../../storage/cut.ts'
import { contain } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { matchHolds, when } from '../people.store.ts'

/** Which grants are asked about. What is absent is left open. */
export interface GrantFilter {
  readonly entitlement?: number
  /** Rows of accounts and people. */
  readonly accounts?: readonly number[]
  readonly people?: readonly number[]
  /** Folded for searches. */
  readonly words?: string
  readonly privileged?: boolean
  readonly owner?: 'person' | 'none' | 'nobody'
  /** The last sign-in lies before this day, as 2026-06-30. */
  readonly signedInBefore?: string
  readonly lastSignInUnknown?: boolean
}

export interface GrantAtMoment {
  readonly account: number
  readonly accountGuid: string
  readonly applicationGuid: string
  readonly applicationName: string
  readonly userName: string
  readonly fullName: string
  readonly active: string
  readonly locked: string
  readonly lastSignIn: string
  readonly matched: number | null
  readonly identity: number | null
  readonly entitlement: number
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly access: string
  readonly privileged: string | null
  readonly isUncertain: number
  readonly seq: number
  readonly extractAt: number
  readonly appliedAt: number
  readonly importGuid: string
  readonly file: string | null
  readonly line: number | null
  readonly rulesVersion: number | null
}

/** Where a page of an application begins: after this account and entitlement. */
export interface GrantPosition {
  readonly userName: string
  readonly entitlement: number
}

/**
 * From where the accounts come; CROSS JOIN fixes the order. All of an application stand in the order of their names
 * already, so that a page reads no more than it shows: for that its generation is a value and not a row of the cut. Few are
 * found first and sorted then.
 */
const origins = {
  application: `FROM application p CROSS JOIN account a ON a.application_id = p.id AND a.user_name >= @userName`,
  holders: `FROM holder_version h CROSS JOIN cut ON h.source_id = cut.source_id AND h.from_seq <= cut.seq AND cut.seq < h.to_seq
    CROSS JOIN account a ON a.id = h.account_id CROSS JOIN application p ON p.id = a.application_id`,
  accounts: `FROM json_each(@accounts) j CROSS JOIN account a ON a.id = j.value CROSS JOIN application p ON p.id = a.application_id
    CROSS JOIN source s ON s.application_id = p.id CROSS JOIN cut ON cut.source_id = s.id`,
} as const
export type GrantOrigin = keyof typeof origins

const isDate = "x.last_login GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"

/** The conditions of a filter, of which those that are absent are not even written. */
function conditionsOf(filter: GrantFilter, origin: GrantOrigin): string[] {
  const { entitlement, people, words, privileged, owner, signedInBefore, lastSignInUnknown } = filter
  return [
    "p.kind = 'application'",
    origin === 'application' ? 'p.id = @application' : '(@application IS NULL OR p.id = @application)',
    origin === 'holders' ? 'h.entitlement_id = @entitlement' : '',
    entitlement === undefined ? '' : 'v.entitlement_id = @entitlement',
    people === undefined ? '' : 'm.identity_id IN (SELECT value FROM json_each(@people))',
    words === undefined
      ? ''
      : contain(['a.user_name', 'x.full_name', 'e.group_name', 'e.heading', 'e.section', 'e.permission']),
    privileged === undefined ? '' : `coalesce(d.privileged, 'no') = '${privileged ? 'yes' : 'no'}'`,
    owner === 'person' ? 'm.identity_id IS NOT NULL' : '',
    owner === 'none' ? 'm.account_id IS NULL' : '',
    owner === 'nobody' ? 'm.account_id IS NOT NULL AND m.identity_id IS NULL' : '',
    signedInBefore === undefined ? '' : `${isDate} AND substr(x.last_login, 1, 10) < @signedInBefore`,
    lastSignInUnknown === true ? `NOT (${isDate})` : '',
  ].filter((condition) => condition !== '')
}

/** The generation that counts, as the origin has it. */
const generationOf = (origin: GrantOrigin) =>
  origin === 'application' ? { source: '@source', seq: '@seq' } : { source: 'cut.source_id', seq: 'cut.seq' }

function visibleIn(origin: GrantOrigin): (version: string) => string {
  const { source, seq } = generationOf(origin)
  return (version) =>
    `${version}.source_id = ${source} AND ${version}.from_seq <= ${seq} AND ${seq} < ${version}.to_seq`
}

function joined(kind: Moment['kind'], origin: GrantOrigin, filter: GrantFilter): string {
  const visible = visibleIn(origin)
  return `
  ${origins[origin]}
  CROSS JOIN account_version x ON x.account_id = a.id AND ${visible('x')}
  LEFT JOIN account_match m ON m.account_id = a.id AND ${matchHolds(kind)}
  CROSS JOIN grant_version v ON v.account_id = a.id ${filter.entitlement === undefined ? '' : 'AND v.entitlement_id = @entitlement'} AND ${visible('v')}
  CROSS JOIN entitlement e ON e.id = v.entitlement_id
  LEFT JOIN entitlement_version d ON d.entitlement_id = e.id AND ${visible('d')}`
}

const columnsFor = (
  origin: GrantOrigin,
): string => `a.id AS account, a.guid AS accountGuid, p.guid AS applicationGuid, p.name AS applicationName, a.user_name AS userName,
  x.full_name AS fullName, x.active, x.locked, x.last_login AS lastSignIn, m.account_id AS matched, m.identity_id AS identity,
  e.id AS entitlement, e.group_name, e.heading, e.section, e.permission, v.access, d.privileged,
  EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = v.source_id AND u.seq = ${generationOf(origin).seq}
    AND ((u.account_id = a.id AND u.entitlement_id = e.id) OR (u.account_id = 0 AND u.entitlement_id = -1))) AS isUncertain,
  v.from_seq AS seq, g.extract_at AS extractAt, g.applied_at AS appliedAt, b.guid AS importGuid, f.name AS file, v.line, r.version AS rulesVersion`
const evidence = `
  CROSS JOIN generation g ON g.source_id = v.source_id AND g.seq = v.from_seq CROSS JOIN import b ON b.id = g.import_id
  LEFT JOIN import_file f ON f.id = v.file_id LEFT JOIN import o ON o.id = f.import_id LEFT JOIN rule_version r ON r.id = o.rule_version_id`

const path = 'e.group_name, e.heading, e.section, e.permission'
const pathOfLast =
  '(SELECT group_name FROM last), (SELECT heading FROM last), (SELECT section FROM last), (SELECT permission FROM last)'
const afterLast = `(a.user_name > @userName OR (${path}) > (${pathOfLast}))`

interface GrantQuestion {
  readonly moment: Moment
  readonly origin: GrantOrigin
  readonly filter: GrantFilter
  /** The row of the application; null where accounts of several may be meant. */
  readonly application: number | null
  /** Its generation at the moment: needed for the origin `application` only. */
  readonly source?: number | null
  readonly seq?: number | null
}

const texts = new Map<string, ReturnType<typeof asOf>>()

/** Statements by their shape: few, since most filters are absent most of the time. */
function statement(name: string, make: (kind: Moment['kind']) => string, moment: Moment) {
  let text = texts.get(name)
  if (!text) texts.set(name, (text = asOf(make)))
  return text(moment)
}

function valuesOf({ filter, application, moment, source = null, seq = null }: GrantQuestion) {
  const { entitlement, accounts, people, words, signedInBefore } = filter
  const list = (rows: readonly number[] | undefined) => (rows === undefined ? null : JSON.stringify(rows))
  return {
    application,
    source,
    seq,
    userName: '',
    entitlement: entitlement ?? null,
    accounts: list(accounts),
    people: list(people),
    words: words ?? null,
    signedInBefore: signedInBefore ?? null,
    when: when(moment),
  }
}

function run<R>(
  db: Reader,
  question: GrantQuestion,
  asked: { name: string; select: string; rest: string; more: object },
): R[] {
  const { origin, filter, moment } = question
  const where = conditionsOf(filter, origin)
  const isEvidenced = asked.name !== 'count'
  const key = `${asked.name} ${origin} ${where.join(' AND ')}`
  const text = (kind: Moment['kind']) =>
    `${asked.select} ${joined(kind, origin, filter)} ${isEvidenced ? evidence : ''}
     WHERE ${[...where, ...(asked.name === 'after' ? [afterLast] : []), 'true'].join(' AND ')} ${asked.rest}`
  const make = (kind: Moment['kind']) => (isEvidenced ? text(kind) : `SELECT count(*) AS n FROM (${text(kind)})`)
  const withLast = (kind: Moment['kind']) =>
    `, last AS (SELECT group_name, heading, section, permission FROM entitlement WHERE id = @last) ${make(kind)}`
  const { sql, at } = statement(key, asked.name === 'after' ? withLast : make, moment)
  return prepared<R>(db, sql).all({ ...valuesOf(question), ...asked.more, at })
}

const countHolders = `SELECT count(*) AS n FROM holder_version h
  WHERE h.entitlement_id = @entitlement AND h.source_id = @source AND h.from_seq <= @seq AND @seq < h.to_seq`
const byAccount = `ORDER BY a.user_name, ${path} LIMIT @limit`

export const grantsAtMoment = {
  /** Grants of one application by account, after a place in it. */
  ofApplication: (
    db: Reader,
    question: GrantQuestion,
    { after, limit }: { readonly after: GrantPosition | null; readonly limit: number },
  ): GrantAtMoment[] =>
    after === null
      ? run(db, question, {
          name: 'first',
          select: `SELECT ${columnsFor(question.origin)}`,
          rest: byAccount,
          more: { limit },
        })
      : run(db, question, {
          name: 'after',
          select: `SELECT ${columnsFor(question.origin)}`,
          rest: byAccount,
          more: { limit, userName: after.userName, last: after.entitlement },
        }),
  /** Grants of a few accounts, by application and account. */
  ofFew: (
    db: Reader,
    question: GrantQuestion,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): GrantAtMoment[] =>
    run(db, question, {
      name: 'few',
      select: `SELECT ${columnsFor(question.origin)}`,
      rest: `ORDER BY p.name, p.id, a.user_name, ${path} LIMIT @limit OFFSET @offset`,
      more: { limit, offset },
    }),
  /** How many there are, of which no more than so many are counted. */
  count: (db: Reader, question: GrantQuestion, most: number): number =>
    run<{ n: number }>(db, question, { name: 'count', select: 'SELECT 1', rest: 'LIMIT @most', more: { most } })[0]
      ?.n ?? 0,
  /** The same of all who hold an entitlement in a generation, which an index counts. */
  countHolders: (
    db: Reader,
    generation: { readonly source: number; readonly seq: number; readonly entitlement: number },
  ): number => prepared<{ n: number }>(db, countHolders).get(generation)?.n ?? 0,
}
