import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { AuditVerification } from '../../../src/contract/audit.ts'
import { ImportPage } from '../../../src/contract/imports.ts'
import { createChainCheck } from '../../../src/main/domain/audit/chain.ts'
import type { StoredEntry } from '../../../src/main/domain/audit/audit.store.ts'
import { createCore, startTestHost } from '../../support/test-host.ts'
import { grantsOf } from './extracts.ts'

/** What goes wrong in a round before the kill. */
const weathers = ['none', 'writes fail', 'somebody holds the lock', 'files must not grow', 'all of it'] as const
type Weather = (typeof weathers)[number]

interface Round {
  readonly dataDir: string
  readonly from: number
  readonly afterMs: number
  readonly weather: Weather
  readonly seed: number
}

/** The last extract of each kind of word. */
interface Said {
  readonly approved: number
  readonly applied: number
}

const canLimit = existsSync('/usr/bin/prlimit')
/** Without it each start would strip the types of the whole program again. */
const compileCache = join(tmpdir(), 'castellan-compile-cache')

/** A child that has loaded the program and waits for its order: loading takes as long as the rest of a round. */
const loadChild = () =>
  spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  })
type Child = ReturnType<typeof loadChild>

/** Has a child import, lets the weather loose on it, and kills it after some milliseconds of work. */
function runAndKill(child: Child, { dataDir, from, afterMs, weather, seed }: Round): Promise<Said> {
  return new Promise((resolve, reject) => {
    const failing = weather === 'writes fail' || weather === 'all of it' ? seed : 0
    child.stdin.write(`${JSON.stringify({ dataDir, from, seed: failing })}\n`)
    const last = { approved: 0, applied: 0 }
    let rest = ''
    let errors = ''
    let ease = (): void => undefined
    const begin = (): void => {
      setTimeout(() => child.kill('SIGKILL'), afterMs)
      setTimeout(() => (ease = harm(dataDir, child.pid ?? 0, weather)), afterMs * 0.2)
      setTimeout(() => ease(), afterMs * 0.6)
    }
    child.stderr.on('data', (text) => (errors += String(text)))
    child.stdout.on('data', (text) => {
      const lines = (rest + String(text)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [word, n] = line.split(' ')
        if (word === 'ready') begin()
        if (word === 'approved' || word === 'applied') last[word] = Number(n)
      }
    })
    child.on('exit', (code, signal) => {
      ease()
      if (signal === 'SIGKILL') resolve(last)
      else reject(new Error(`the child ended by itself in weather "${weather}" (${code}): ${errors}`))
    })
  })
}

/** @returns how to stop it */
function harm(dataDir: string, pid: number, weather: Weather): () => void {
  const undo: (() => void)[] = []
  if (weather === 'somebody holds the lock' || weather === 'all of it') {
    const db = new Database(join(dataDir, 'castellan.db'), { timeout: 50 })
    undo.push(() => db.close())
    try {
      db.exec('BEGIN IMMEDIATE')
    } catch {
      // The child is faster; then there is no such weather in this round.
    }
  }
  if (canLimit && (weather === 'files must not grow' || weather === 'all of it')) {
    const limit = (bytes: string): void => void spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`])
    limit('65536')
    undo.push(() => limit('unlimited'))
  }
  return () => {
    for (const step of undo.splice(0)) step()
  }
}

interface Found {
  /** The extract that counts; 0 before the first. */
  readonly newest: number
  readonly grants: readonly string[]
}

/** What a reader sees right after the kill, before any recovery: whole, and never half of an import. */
function inspect(dataDir: string): Found {
  const db = new Database(join(dataDir, 'castellan.db'), { readonly: true })
  try {
    const lines = (table: string) =>
      db
        .prepare<[], string>(
          `SELECT a.user_name || '|' || e.permission || '|' || v.access AS line FROM ${table} v JOIN source s ON s.id = v.source_id
           JOIN account a ON a.id = v.account_id JOIN entitlement e ON e.id = v.entitlement_id
           WHERE v.from_seq <= s.current_seq AND v.to_seq > s.current_seq`,
        )
        .pluck()
        .all()
        .sort()
    const grants = lines('grant_version')
    expect(lines('holder_version')).toEqual(grants)
    expect(db.pragma('quick_check', { simple: true })).toBe('ok')
    const chain = createChainCheck([])
    chain.feed(db.prepare<[], StoredEntry>('SELECT * FROM audit_entry ORDER BY seq').all())
    expect(chain.finish().problems).toEqual([])
    const names = db
      .prepare<[], string>(
        "SELECT f.name FROM import i JOIN import_file f ON f.import_id = i.id WHERE i.state = 'applied'",
      )
      .pluck()
      .all()
    const newest = Math.max(0, ...names.map((name) => Number(/core-(\d+)/.exec(name)?.[1] ?? 0)))
    return { newest, grants }
  } finally {
    db.close()
  }
}

const expected = (n: number): string[] =>
  grantsOf(n)
    .map(([user, permission, access]) => `${user}|${permission}|${access}`)
    .sort()

/** The whole proof, through a start with its recovery: every change set again from the facts, and nothing left open. */
async function prove(dataDir: string, newest: number): Promise<void> {
  const after = await startTestHost({ dataDir })
  try {
    const db = new Database(join(dataDir, 'castellan.db'), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.prepare('SELECT count(*) AS n FROM source WHERE pending_seq IS NOT NULL').get()).toEqual({ n: 0 })
    db.close()
    expect(inspect(dataDir).newest).toBe(newest)
    expect(await after.ask(AuditVerification, 'POST', '/v1/audit/verify')).toMatchObject({ problems: [] })
    await after.host.idle()
    const states = (await after.ask(ImportPage, 'GET', '/v1/imports?limit=1000')).items.map(({ state }) => state)
    expect(states.filter((state) => ['queued', 'staging', 'applying'].includes(state))).toEqual([])
  } finally {
    await after.host.close()
  }
}

const provedEvery = 10

/**
 * Kills the importing program again and again at random times, in most rounds after its storage failed in one way or
 * another. After each: the database is whole, the audit chain holds, what was acknowledged is there, and what counts is
 * one extract completely, never half of one. Every tenth round proves all of it through a start.
 */
export async function killLoop(rounds: number, seed: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'castellan-kill-'))
  const dataDir = join(root, 'data')
  let waiting = loadChild()
  try {
    const prepare = await startTestHost({ dataDir })
    await createCore(prepare)
    await prepare.host.close()
    let random = seed
    let next = 1
    let counted = 0
    // A busy machine gets no further than staging in a second; then the children live longer.
    let patience = 1
    for (let round = 0; round < rounds; round++) {
      random = (random * 48271) % 2147483647
      const weather = weathers[round % weathers.length] ?? 'none'
      const afterMs = (20 + (random % 900)) * patience
      const child = waiting
      waiting = loadChild()
      const last = await runAndKill(child, { dataDir, from: next, afterMs, weather, seed: random })
      patience = last.approved === 0 ? Math.min(8, patience * 1.5) : Math.max(1, patience * 0.8)
      const { newest, grants } = inspect(dataDir)
      const least = Math.max(counted, last.applied)
      expect(newest, `round ${round}, weather "${weather}": an acknowledged import is missing`).toBeGreaterThanOrEqual(
        least,
      )
      expect(grants, `round ${round}, weather "${weather}"`).toEqual(newest === 0 ? [] : expected(newest))
      counted = newest
      next = Math.max(next, last.approved, newest) + 1
      if (round % provedEvery === provedEvery - 1 || round === rounds - 1) await prove(dataDir, newest)
    }
    expect(counted, 'the loop never got to apply anything').toBeGreaterThan(0)
  } finally {
    waiting.kill('SIGKILL')
    rmSync(root, { recursive: true, force: true })
  }
}
