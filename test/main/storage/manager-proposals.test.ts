import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/main/storage/store.ts'

test('the database refuses a manager that its proposer confirms, and a second one that waits', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'castellan-proposals-'))
  const store = openStore(dataDir)
  try {
    const run = (sql: string) => store.transact((tx) => tx.prepare(sql).run())
    const propose = `INSERT INTO manager_proposal (identity_id, value, reason, proposed_by, proposed_at) VALUES (1, '4', 'she moved', 'eve', 1)`
    const end = (by: string, outcome: string) =>
      `UPDATE manager_proposal SET ended_at = 2, ended_by = '${by}', outcome = '${outcome}'`
    run("INSERT INTO identity (id, guid, idm_id, created_at) VALUES (1, 'g', 'ana', 1)")
    run(propose)
    expect(() => run(propose)).toThrow('UNIQUE')
    expect(() => run(end('eve', 'confirmed'))).toThrow('CHECK')
    expect(() => run(end('olga', 'believed'))).toThrow('CHECK')
    run(end('olga', 'confirmed'))
    run(propose)
  } finally {
    store.close()
    rmSync(dataDir, { recursive: true })
  }
})
