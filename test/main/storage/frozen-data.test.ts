import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditPage, AuditVerification } from '../../../src/contract/audit.ts'
import type { Role } from '../../../src/contract/user-roles.ts'
import type { Caller } from '../../../src/main/api/http/caller.ts'
import { createHost, type Host } from '../../../src/main/host/host.ts'
import { frozenAnswers, frozenAt, frozenFolder, type Json, restoreFrozen } from '../../support/frozen-data.ts'
import { workerFile } from '../../support/test-host.ts'

let root: string
let dataDir: string
let host: Host
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'castellan-frozen-'))
  dataDir = join(root, 'data')
  restoreFrozen(dataDir)
  host = await createHost({ dataDir, importsDir: null, worker: workerFile, clock: () => frozenAt })
  await host.idle()
}, 60_000)
afterAll(async () => {
  await host.close()
  rmSync(root, { recursive: true, force: true })
})

const operator: Caller = { kind: 'operator' }

/** A person whose password came with this one request: nothing is written for it. */
function callerOf(username: string): Caller {
  const db = new Database(join(dataDir, 'castellan.db'), { readonly: true })
  const { id, roles } = db
    .prepare<[string], { id: number; roles: string }>('SELECT id, roles FROM user WHERE username = ?')
    .get(username)!
  db.close()
  return {
    kind: 'person',
    channel: 'window',
    userId: id,
    username,
    roles: JSON.parse(roles) as Role[],
    session: null,
    via: 'password',
    provedAt: frozenAt,
  }
}

async function get(path: string, caller: Caller): Promise<Json> {
  let all: { [name: string]: Json } | undefined
  for (let cursor: string | undefined; ; ) {
    const more = cursor === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
    const response = await host.fetch(new Request(`http://127.0.0.1${path}${more}`), caller)
    if (!/json/.test(response.headers.get('content-type') ?? ''))
      return { $status: response.status, $base64: Buffer.from(await response.arrayBuffer()).toString('base64') }
    const page = (await response.json()) as Json
    if (!response.ok) return { $status: response.status }
    const list = page as { [name: string]: Json }
    const items = list?.['items']
    const next = typeof list?.['next'] === 'string' && Array.isArray(items) ? list['next'] : undefined
    if (all && Array.isArray(items)) (all['items'] as Json[]).push(...items)
    else if (next !== undefined) all = list
    if (next === undefined) return all ?? page
    cursor = next
  }
}

/** Members that /v1 names otherwise today. */
const renamedMembers: Readonly<Record<string, string>> = {
  books: 'reconciliation',
  fate: 'disposition',
  whyNot: 'whyNotDecide',
  asked: 'requested',
}
/** Values that are written otherwise today, in /v1 and in the database. */
const renamedValues: Readonly<Record<string, string>> = {
  'HR roster': 'hr-roster',
  'by a person': 'by-person',
  'when the guard is quiet': 'when-guard-quiet',
  'shorter than the last file': 'shorter-than-last-file',
  'older than the last file': 'older-than-last-file',
  'kept sign-in': 'saved-sign-in',
}
const renamedLikeThis =
  /^(security officer|application manager|not provisioned|custom workflow|one row per grant|standardized permissions|equal to|starting with|by hand|after imports|removed accounts|removed grants|added grants|lost privileged access|empty file|one-time link|consult cancelled|file removed)$/
/** Members that hold sentences for people: their wording may change, their presence may not. */
const prose = new Set([
  'words',
  'statusText',
  'whyNotDecide',
  'sentence',
  'detail',
  'message',
  'why',
  'line',
  'what',
  'problem',
  'said',
])
/** Members that did not exist, and those that differ at each request. */
const left = new Set(['requestId', 'next', 'pagedResultsCookie', 'followUps', 'words', 'statusText'])

/** An answer as both programs would give it, as far as they must say the same. */
function comparable(value: Json, keepWords: boolean, member = ''): Json {
  if (typeof value === 'string') {
    if (prose.has(member)) return value === '' ? '' : 'a sentence'
    const said = value.replaceAll(dataDir, '<dataDir>')
    if (keepWords) return said
    if (member === 'method') return said === 'e-mail' ? 'email' : said.replaceAll(' ', '-')
    return renamedValues[said] ?? (renamedLikeThis.test(said) ? said.replaceAll(' ', '-') : said)
  }
  if (Array.isArray(value)) return value.map((item) => comparable(item, keepWords, member))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !left.has(name) && name !== '$body' && name !== '$type')
      .map(([name, item]) => {
        const today = keepWords ? name : (renamedMembers[name] ?? name)
        return [today, comparable(item, keepWords, today)]
      })
      .toSorted(([a], [b]) => (a as string).localeCompare(b as string)),
  )
}

/** Where two answers differ, with what stands there. */
function differences(then: Json, now: Json, path = ''): string[] {
  if (JSON.stringify(then) === JSON.stringify(now)) return []
  const isTree = (value: Json) => typeof value === 'object' && value !== null
  if (!isTree(then) || !isTree(now)) return [`${path}: then ${JSON.stringify(then)}, now ${JSON.stringify(now)}`]
  const [before, after] = [then, now] as { [name: string]: Json }[]
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].flatMap((name) =>
    differences(before?.[name] ?? null, after?.[name] ?? null, `${path}/${name}`),
  )
}

/** The lists of earlier days held only who was in a roster then; today they hold everybody who was known, as the list of now. */
function setThoseWhoLeftAside(then: Json, now: Json): void {
  const [before, after] = [then, now] as { items: { id: string; status: string }[]; total: number }[]
  if (!before || !after) return
  const ids = new Set(before.items.map(({ id }) => id))
  const others = after.items.filter(({ id }) => !ids.has(id))
  after.items = after.items.filter(({ id }) => ids.has(id))
  after.total -= others.length
}

function putInOneOrder(answer: Json): void {
  const list = answer as { items: Json[] }
  const inOrder = (a: Json, b: Json): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
  list.items = list.items.toSorted(inOrder)
}

/** What was wrong: who left had no accounts on a day on which they had them, and no name on a later one. */
const mended = [
  /^GET \/v1\/people\?limit=1000&trueOn=2026-03-15\S* \/items\/3\/accounts: then 0, now 1$/,
  /^GET \/v1\/people\/\S+\?knownOn=2026-04-12\S* \/person\/\w+: then "", now "(Branch|lena.left@\S+|E012|Lena|Left|E005|Lena Left|Teller)"$/,
]

/** Members that did not exist, as they are where nothing is in doubt. */
const added = [
  /\/rejected-rows\S* \/items\/\d+\/userName: then null, now ""$/,
  /\/dialect\/telling: then null, now \{.*\}$/,
  /\/inDoubt: then null, now 0$/,
  /\/(items|requested)\/\d+\/privileges: then null, now \[\]$/,
  /\/format\/(controlTotals|columns|skipLines): then null, now /,
  /\/fileGroups\/\d+\/extractDate: then null, now /,
  /\/held\/isDoubt: then null, now false$/,
  /\/reconciliation\/(unknown|noted): then null, now 0$/,
  /\/fileGroups\/\d+\/(split|fillDown): then null, now (\{\}|\[\])$/,
  /\/fileGroups\/\d+\/(placeholders|refusals|transforms): then null, now (\[.*\]|\{\})$/,
  /\/fileGroups\/\d+\/format\/(columns|controlTotals): then null, now \[\]$/,
  /\/fileGroups\/\d+\/format\/skipLines: then null, now \{.*\}$/,
  /\/inspection \/(findings|suggestion\/format|suggestion\/extractDate): then null, now .*$/,
  /\/inspection \/suggestion\/refusals: then null, now \[.*\]$/,
  /^GET \/v1\/policies\S* (\/items\/\d+)?\/(accountsWithoutOwner: then null, now 0|(standing|scannedAt): then null, now ".*")$/,
  /^GET \/v1\/requests\/out-of-band\S* \/items\/\d+\/mayBeOlder: then null, now false$/,
]

/** What differs without being wrong: a migration makes a backup, and the log and what it is proved by keep their words. */
const otherwise = /^GET \/v1\/(backups|health|audit)|^POST |^session |^GET \/v1\/sample/

describe('a data directory of schema 14', () => {
  it('says the same as the program that left it', async () => {
    const differing: string[] = []
    let compared = 0
    for (const [key, expected] of Object.entries(frozenAnswers())) {
      const [, who = '', , path = ''] = /^(?:([^:/]+): )?([A-Z]+) (\/.*)$/.exec(key) ?? []
      if (otherwise.test(key)) continue
      const keepWords = !path.startsWith('/v1/')
      const caller = who === '' ? operator : callerOf(who)
      const actual = comparable(await get(path, caller), keepWords)
      compared++
      const wanted = comparable(expected, keepWords)
      if (/^\/v1\/people\?.*(known|true)On=/.test(path)) setThoseWhoLeftAside(wanted, actual)
      // Capital letters came first then; now case makes no difference to the order.
      if (path.endsWith('/holders')) for (const answer of [wanted, actual]) putInOneOrder(answer)
      differing.push(...differences(wanted, actual).map((where) => `${key} ${where}`))
    }
    expect(differing.filter((where) => ![...mended, ...added].some((known) => known.test(where))).slice(0, 20)).toEqual(
      [],
    )
    expect(compared).toBeGreaterThan(1400)
  }, 120_000)

  it('keeps the audit log as it was written', async () => {
    const before = frozenAnswers()['GET /v1/audit?limit=1000'] as { items: Json[] }
    const { items } = (await get('/v1/audit?limit=1000', operator)) as { items: Json[] }
    expect(items).toEqual(expect.arrayContaining(before.items))
    expect(AuditPage.shape.items.parse(items).some(({ action }) => action === 'import.staged again')).toBe(true)
  })

  it('verifies: the log holds, and every applied import is recomputed from its rows', async () => {
    const request = new Request('http://127.0.0.1/v1/audit/verify', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    const verified = AuditVerification.parse(await (await host.fetch(request, operator)).json())
    expect(verified.problems).toEqual([])
    expect(verified.imports).toMatchObject({ applied: 21, proved: 21 })
  })

  it('stores no value with a blank any more, where nothing signed commits to it', () => {
    const db = new Database(join(dataDir, 'castellan.db'), { readonly: true })
    const distinct = (table: string, column: string) =>
      db.prepare<[], string>(`SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all()
    for (const [table, column] of [
      ['request_item', 'step'],
      ['request_item', 'outcome'],
      ['request_item', 'verification'],
      ['approval_task_item', 'outcome'],
      ['request_history', 'action'],
      ['policy_scan_run', 'kind'],
      ['session', 'via'],
      ['account_match', 'method'],
    ] as const)
      expect([table, column, distinct(table, column).filter((value) => value.includes(' '))]).toEqual([
        table,
        column,
        [],
      ])
    expect(distinct('user', 'roles').join()).not.toMatch(/security officer|application manager/)
    expect(distinct('import', 'guard').join()).not.toMatch(/"code":"[a-z]+ /)
    expect(distinct('setting', 'key').filter((key) => key.includes(' '))).toEqual(['schema made by'])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
  })

  it('takes the notes that an older program left into the log', async () => {
    const { items } = (await get('/v1/audit?limit=1000', operator)) as { items: { action: string }[] }
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['link.ignored', 'start.refused']))
  })

  it('leaves an export of its log that the stand-alone verifier accepts', () => {
    const verifier = resolve(import.meta.dirname, '../../../resources/verify-audit.mjs')
    const file = join(frozenFolder, 'audit-export.jsonl')
    const [first = ''] = readFileSync(file, 'utf8').split('\n')
    const { keys } = JSON.parse(first) as { keys: { publicKey: string }[] }
    const kept = keys.flatMap(({ publicKey }, i) => {
      writeFileSync(join(root, `key-${i}.pem`), publicKey)
      return ['--key', join(root, `key-${i}.pem`)]
    })
    const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, file, ...kept], { encoding: 'utf8' })
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('The log holds.')])
  })

  it('opens again after the migration as it was, with a backup of before', async () => {
    const copy = join(root, 'copy')
    await host.close()
    cpSync(dataDir, copy, { recursive: true })
    host = await createHost({ dataDir, importsDir: null, worker: workerFile, clock: () => frozenAt })
    expect(existsSync(join(copy, 'backups'))).toBe(true)
    expect(readFileSync(join(copy, 'castellan.db')).length).toBeGreaterThan(0)
    const again = (await get('/v1/imports?limit=1000', operator)) as { items: Json[] }
    expect(again.items).toHaveLength((frozenAnswers()['GET /v1/imports?limit=1000'] as { items: Json[] }).items.length)
  })
})
