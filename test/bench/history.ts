import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/main/storage/store.ts'
import { asOf } from '../../src/main/storage/cut.ts'
import { prepared } from '../../src/main/storage/query.ts'
import { line, median, title } from './report.ts'

const entitlements = 12_000
const people = 100_000
const generations = 24

/** The grants of an entitlement at a moment alone, without what a screen says of each: what the index can do. */
const holders = asOf(`
  SELECT h.account_id, a.user_name, h.access, h.source_id, h.from_seq
  FROM holder_version h JOIN cut ON cut.source_id = h.source_id JOIN account a ON a.id = h.account_id
  WHERE h.entitlement_id = @entitlement AND h.from_seq <= cut.seq AND cut.seq < h.to_seq
  ORDER BY h.account_id`)

/** "Who had entitlement X on date D" over many versions, against reading them all. */
export function benchHistory(versions: number): void {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  const store = openStore(dir)
  try {
    title(`Who had X on D, over ${versions.toLocaleString('en')} versions`)
    store.transact((tx) => {
      tx.exec(`INSERT INTO application VALUES (1, 'a', 'application', 'Bench', 'None', NULL, 0, 0, 1);
        INSERT INTO source (id, kind, application_id, current_seq) VALUES (1, 'application', 1, ${generations});
        INSERT INTO import (id, guid, source_id, kind, trigger, state, extract_at, created_at, created_by)
          VALUES (1, 'i', 1, 'extract', 'API', 'applied', 0, 0, 'bench')`)
      const generation = tx.prepare('INSERT INTO generation VALUES (1, ?, 1, ?, ?, NULL, ?)')
      for (let seq = 1; seq <= generations; seq++) generation.run(seq, seq * 1000, seq * 1000 + 10, 'd')
      // Skewed: low entitlement numbers have many holders. Each grant has one or more versions that follow each other.
      tx.exec(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${versions - 1})
        INSERT OR IGNORE INTO holder_version
        SELECT 1 + CAST((i * 2654435761 % 1000003 / 1000003.0) * (i * 40503 % 65537 / 65537.0) * ${entitlements} AS INTEGER), 1 + i * 7919 % ${people}, 1,
          1 + i % ${generations}, CASE i % 3 WHEN 0 THEN 2147483647 ELSE 2 + i % ${generations} END, 'Y'
        FROM n ORDER BY 1, 2`)
      tx.exec(
        `INSERT INTO account SELECT value, 'g' || value, 1, 'u' || value FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${people}) SELECT value FROM n)`,
      )
    })
    const rows = store.reader.prepare<[], { n: number }>('SELECT count(*) AS n FROM holder_version').get()?.n ?? 0
    const asked: number[] = []
    for (let i = 0; i < 300; i++) {
      const began = performance.now()
      const { sql, at } = holders({ kind: 'true', at: 1000 * (1 + (i % generations)) })
      prepared(store.reader, sql).all({ entitlement: 1 + ((i * 7907) % entitlements), at })
      asked.push(performance.now() - began)
    }
    const scans: number[] = []
    const scan = store.reader.prepare(
      'SELECT count(*) FROM holder_version NOT INDEXED WHERE entitlement_id + 0 = ? AND from_seq <= ? AND to_seq > ?',
    )
    for (let i = 0; i < 5; i++) {
      const began = performance.now()
      scan.get(1 + i * 997, 12, 12)
      scans.push(performance.now() - began)
    }
    const [ask, full] = [median(asked), median(scans)]
    line(
      'median question / full scan',
      ask / full,
      '≤ 0.01, aim 0.001',
      `${ask.toFixed(3)} ms against ${full.toFixed(0)} over ${rows.toLocaleString('en')} rows: 1/${Math.round(full / ask)}`,
    )
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
