import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { z } from 'zod'
import { FileGroup } from '../../src/contract/applications.ts'
import type { FileProblem } from '../../src/contract/extract-files.ts'
import type { StagedPreview, StageJob } from '../../src/main/domain/jobs/jobs.ts'
import { openStore } from '../../src/main/storage/store.ts'
import { toText } from '../../src/main/workers/xlsx/to-text.ts'
import { stageExtract } from '../../src/main/workers/staging/stage-extract.ts'

/** What became of one file under some rules. */
export interface ReadExtract {
  readonly problems: readonly FileProblem[]
  readonly reconciliation: StagedPreview['reconciliation'] | null
  readonly dialect: StagedPreview['dialects'][number]['dialect'] | undefined
  /** As `user|full name|employee number`, sorted. */
  readonly accounts: readonly string[]
  /** As `user|group|permission|access`, sorted. */
  readonly grants: readonly string[]
  /** As `line disposition reason`, by line. */
  readonly rejected: readonly string[]
}

/** Rules of a file group; what names it is added. */
export type GroupInput = Omit<z.input<typeof FileGroup>, 'id' | 'name' | 'pattern'>

/** Stages the text of one file into an empty application with the worker's own functions: how it is read, and nothing else. */
export function readExtractText(path: string, group: GroupInput): ReadExtract {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-extract-'))
  const store = openStore(dir)
  try {
    store.transact((tx) => {
      tx.exec(`INSERT INTO application VALUES (1, 'app', 'application', 'Lab', 'None', NULL, 0, 0, 1);
        INSERT INTO source (id, kind, application_id) VALUES (1, 'application', 1)`)
    })
    const stagingFile = join(dir, 'staging.db')
    const job: StageJob = {
      kind: 'stage',
      importId: 'import',
      liveFile: store.file,
      stagingFile,
      fingerprintFile: join(dir, 'fingerprints'),
      fingerprintKey: '0001020304050607',
      applicationId: 1,
      sourceId: 1,
      baseSeq: 0,
      baseImportId: null,
      rulesVersion: 1,
      extractAt: Date.UTC(2026, 5, 30),
      lastWasWhole: false,
      files: [
        {
          id: 1,
          name: 'extract',
          path,
          sheets: null,
          promisedRows: null,
          size: statSync(path).size,
          sha256: 'x',
          group: FileGroup.parse({
            id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01',
            name: 'Extract',
            pattern: '*',
            ...group,
          }),
        },
      ],
    }
    const result = stageExtract(job, { progress: () => undefined, checkCancelled: () => undefined })
    const dialect = result.dialects[0]?.dialect
    if (result.outcome === 'refused')
      return { problems: result.problems, reconciliation: null, dialect, accounts: [], grants: [], rejected: [] }
    return { problems: [], reconciliation: result.reconciliation, dialect, ...factsIn(stagingFile) }
  } finally {
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The same of the first sheet of a workbook, or of the file in an archive; a refusal is thrown. */
export async function readPacked(bytes: Buffer, group: GroupInput, sheet = 1): Promise<ReadExtract> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-extract-'))
  try {
    const path = join(dir, 'extract')
    writeFileSync(path, bytes)
    await toText(path, { text: (place) => `${path}.${place}.csv`, notes: (place) => `${path}.${place}.notes` })
    return readExtractText(`${path}.${sheet}.csv`, group)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The same of text. */
export function readExtractBytes(bytes: string | Buffer, group: GroupInput): ReadExtract {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-extract-'))
  try {
    const path = join(dir, 'extract')
    writeFileSync(path, bytes)
    return readExtractText(path, group)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function factsIn(stagingFile: string): Pick<ReadExtract, 'accounts' | 'grants' | 'rejected'> {
  const db = new Database(stagingFile, { readonly: true })
  try {
    const lines = (sql: string) =>
      db
        .prepare<[], { line: string }>(sql)
        .all()
        .map(({ line }) => line)
    return {
      accounts: lines(`SELECT user_name || '|' || full_name || '|' || employee_id AS line FROM account`).sort(),
      grants: lines(
        `SELECT a.user_name || '|' || e.group_name || '|' || e.permission || '|' || f.access AS line
         FROM fact f JOIN account a ON a.id = f.account_id JOIN entitlement e ON e.id = f.entitlement_id`,
      ).sort(),
      rejected: lines(
        `SELECT line || ' ' || disposition || ' ' || reason AS line FROM rejected ORDER BY rejected.line, id`,
      ),
    }
  } finally {
    db.close()
  }
}
