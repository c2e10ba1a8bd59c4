import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { AuditVerification } from '../../../src/contract/audit.ts'
import { ImportPage } from '../../../src/contract/imports.ts'
import { createCore, startTestHost } from '../../support/test-host.ts'
import { grantsOf } from './extracts.ts'

/** Runs the importing child and kills it after some milliseconds of work. @returns the last extract of each kind of word */
function runAndKill(dataDir: string, from: number, afterMs: number): Promise<{ approved: number; applied: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), dataDir, String(from)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const last = { approved: 0, applied: 0 }
    let rest = ''
    let errors = ''
    child.stderr.on('data', (text) => (errors += String(text)))
    child.stdout.on('data', (text) => {
      const lines = (rest + String(text)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [word, n] = line.split(' ')
        if (word === 'ready') setTimeout(() => child.kill('SIGKILL'), afterMs)
        if (word === 'approved' || word === 'applied') last[word] = Number(n)
      }
    })
    child.on('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve(last) : reject(new Error(`the child ended by itself (${code}): ${errors}`)),
    )
  })
}

/** What the database says, as the grants of the generation that counts. */
function currentGrants(dataDir: string): string[] {
  const db = new Database(join(dataDir, 'castellan.db'), { readonly: true })
  const lines = (table: string) =>
    db
      .prepare<[], { line: string }>(
        `SELECT a.user_name || '|' || e.permission || '|' || v.access AS line FROM ${table} v JOIN source s ON s.id = v.source_id
         JOIN account a ON a.id = v.account_id JOIN entitlement e ON e.id = v.entitlement_id
         WHERE v.from_seq <= s.current_seq AND v.to_seq > s.current_seq`,
      )
      .all()
      .map(({ line }) => line)
      .sort()
  const grants = lines('grant_version')
  expect(lines('holder_version')).toEqual(grants)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.prepare('SELECT count(*) AS n FROM source WHERE pending_seq IS NOT NULL').get()).toEqual({ n: 0 })
  db.close()
  return grants
}

const expected = (n: number): string[] =>
  grantsOf(n)
    .map(([user, permission, access]) => `${user}|${permission}|${access}`)
    .sort()

/**
 * Kills the importing program again and again at random times. After each: the database is whole, the audit chain holds,
 * what was acknowledged is there, and what counts is one extract completely, never half of one.
 */
export async function killLoop(rounds: number, seed: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'castellan-kill-'))
  const dataDir = join(root, 'data')
  try {
    const prepare = await startTestHost({ dataDir })
    await createCore(prepare)
    await prepare.close()
    let random = seed
    let next = 1
    let counted = 0
    // A busy machine gets no further than staging in a second; then the children live longer.
    let patience = 1
    for (let round = 0; round < rounds; round++) {
      random = (random * 48271) % 2147483647
      const last = await runAndKill(dataDir, next, (20 + (random % 900)) * patience)
      if (counted === 0 && last.approved === 0) patience = Math.min(4, patience * 1.25)
      const after = await startTestHost({ dataDir })
      try {
        const applied = (await after.ask(ImportPage, 'GET', '/v1/imports?limit=1000')).items.filter(
          ({ state }) => state === 'applied',
        )
        const newest = Math.max(
          0,
          ...applied.map(({ files }) => Number(/core-(\d+)/.exec(files[0]?.name ?? '')?.[1] ?? 0)),
        )
        expect(newest, 'an acknowledged import is missing').toBeGreaterThanOrEqual(Math.max(counted, last.applied))
        expect(currentGrants(dataDir)).toEqual(newest === 0 ? [] : expected(newest))
        expect(await after.ask(AuditVerification, 'POST', '/v1/audit/verify')).toMatchObject({ problems: [] })
        await after.host.idle()
        const open = (await after.ask(ImportPage, 'GET', '/v1/imports?limit=1000')).items.filter(
          ({ state }) => state === 'queued' || state === 'staging' || state === 'applying',
        )
        expect(open).toEqual([])
        counted = newest
        next = Math.max(next, last.approved, newest) + 1
      } finally {
        await after.close()
      }
    }
    expect(counted, 'the loop never got to apply anything').toBeGreaterThan(0)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
