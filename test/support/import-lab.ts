import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { FileGroup } from '../../src/contract/applications.ts'
import type { StagedPreview, StageJob } from '../../src/main/domain/jobs/jobs.ts'
import type { JobControl } from '../../src/main/domain/shared/job-runner.ts'
import { openStore, type Store } from '../../src/main/storage/store.ts'
import { applyChanges } from '../../src/main/workers/applying/apply-changes.ts'
import { dropFingerprints, promoteFingerprints } from '../../src/main/workers/staging/fingerprint-file.ts'
import { stageExtract } from '../../src/main/workers/staging/stage-extract.ts'
import { stageRestore } from '../../src/main/workers/staging/stage-restore.ts'

const quiet: JobControl = { progress: () => undefined, checkCancelled: () => undefined }
const columns = {
  userName: 'User',
  fullName: 'Name',
  group: 'Group',
  permission: 'Permission',
  access: 'Access',
  description: 'About',
}
const group = FileGroup.parse({ id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01', name: 'Grants', pattern: '*.csv', columns })

/** One change of a preview without its numbers, so that two previews can be compared. */
export type ToldChange = string

/**
 * The worker's own functions on a real store, without threads and doors: fast enough for thousands of random extracts.
 * It does what the queue does around them: generations, the switch, the promotion of fingerprints.
 */
export class ImportLab {
  readonly #dir = mkdtempSync(join(tmpdir(), 'castellan-lab-'))
  readonly store: Store = openStore(this.#dir)
  #imports = 0
  seq = 0
  #baseImport: string | null = null

  constructor() {
    this.store.transact((tx) => {
      tx.exec(`INSERT INTO application VALUES (1, 'app', 'application', 'Lab', 'None', NULL, 0, 0, 1);
        INSERT INTO source (id, kind, application_id) VALUES (1, 'application', 1)`)
    })
  }

  /**
   * Stages an extract.
   * @param how whether unchanged lines may be recognised; or other rules of its file group, whose lines are all read
   */
  stage(
    csv: string,
    how: boolean | { readonly rules: object } = true,
  ): { preview: StagedPreview; stagingFile: string; importId: string } {
    const recognise = how === true
    const n = ++this.#imports
    const path = join(this.#dir, `extract-${n}.csv`)
    writeFileSync(path, csv)
    const job: StageJob = {
      kind: 'stage',
      importId: `import-${n}`,
      liveFile: this.store.file,
      stagingFile: join(this.#dir, `staging-${n}.db`),
      fingerprintFile: join(this.#dir, recognise ? 'fingerprints' : `none-${n}`),
      fingerprintKey: '0001020304050607',
      applicationId: 1,
      sourceId: 1,
      baseSeq: this.seq,
      baseImportId: this.#baseImport,
      rulesVersion: 1,
      extractAt: Date.UTC(2026, 5, 30),
      lastWasWhole: true,
      files: [
        {
          id: n,
          name: 'extract.csv',
          path,
          sheets: null,
          promisedRows: null,
          size: statSync(path).size,
          sha256: 'x',
          group: typeof how === 'boolean' ? group : FileGroup.parse({ ...group, ...how.rules }),
        },
      ],
    }
    const preview = stageExtract(job, quiet)
    if (preview.outcome !== 'staged') throw new Error(JSON.stringify(preview.problems))
    return { preview, stagingFile: job.stagingFile, importId: job.importId }
  }

  /** Stages the way back to a generation. */
  stageBack(targetSeq: number): { preview: StagedPreview; stagingFile: string; importId: string } {
    const importId = `import-${++this.#imports}`
    const stagingFile = join(this.#dir, `${importId}.db`)
    const preview = stageRestore(
      {
        kind: 'restore',
        importId,
        liveFile: this.store.file,
        stagingFile,
        applicationId: 1,
        sourceId: 1,
        baseSeq: this.seq,
        targetSeq,
      },
      quiet,
    )
    return { preview, stagingFile, importId }
  }

  /** Applies a preview as the next generation, without what is in doubt. */
  apply(
    { preview, stagingFile, importId }: { preview: StagedPreview; stagingFile: string; importId: string },
    held: readonly number[] = this.doubtful(stagingFile),
  ): void {
    const seq = this.seq + 1
    const result = applyChanges(
      {
        kind: 'apply',
        importId,
        liveFile: this.store.file,
        stagingFile,
        applicationId: 1,
        sourceId: 1,
        seq,
        changeDigest: preview.changeDigest,
        counts: preview.counts,
        held,
        turn: this.store.turn.shared,
      },
      quiet,
    )
    if (result.outcome !== 'copied') throw new Error(result.outcome)
    this.store.transact((tx) => {
      const summary = JSON.stringify({ after: this.#population(seq) })
      const { lastInsertRowid: id } = tx
        .prepare(
          `INSERT INTO import (guid, source_id, kind, trigger, state, extract_at, created_at, created_by, summary) VALUES (?, 1, 'extract', 'API', 'applied', ?, 0, 'lab', ?)`,
        )
        .run(importId, seq, summary)
      tx.prepare('INSERT INTO generation VALUES (1, ?, ?, ?, ?, NULL, ?)').run(seq, id, seq, seq, result.appliedDigest)
      tx.prepare('UPDATE source SET current_seq = ?, pending_seq = NULL').run(seq)
    })
    const fingerprints = join(this.#dir, 'fingerprints')
    // As the program does: what was held back must be read again.
    if (held.length === 0 && existsSync(`${fingerprints}.next`)) promoteFingerprints(fingerprints)
    else dropFingerprints(fingerprints)
    this.#baseImport = importId
    this.seq = seq
  }

  #population(seq: number): StagedPreview['after'] {
    const count = (table: string) =>
      this.store.reader
        .prepare<[number, number], number>(`SELECT count(*) FROM ${table} WHERE from_seq <= ? AND to_seq > ?`)
        .pluck()
        .get(seq, seq) ?? 0
    return { accounts: count('account_version'), grants: count('grant_version') }
  }

  /** The changes of a preview that rows which could not be read may contradict. */
  doubtful(stagingFile: string): number[] {
    const db = new Database(stagingFile, { readonly: true })
    const ids = db.prepare<[], number>('SELECT change_id FROM doubt ORDER BY change_id').pluck().all()
    db.close()
    return ids
  }

  /** Every fact at a generation, as sorted lines in names. */
  facts(seq = this.seq): string[] {
    const at = 'v.from_seq <= ? AND v.to_seq > ?'
    const lines = (sql: string) =>
      this.store.reader
        .prepare<[number, number], { line: string }>(sql)
        .all(seq, seq)
        .map(({ line }) => line)
    const entitlement = `e.group_name || '|' || e.permission`
    return [
      ...lines(
        `SELECT 'account|' || a.user_name || '|' || v.full_name AS line FROM account_version v JOIN account a ON a.id = v.account_id WHERE ${at}`,
      ),
      ...lines(
        `SELECT 'entitlement|' || ${entitlement} || '|' || v.description AS line FROM entitlement_version v JOIN entitlement e ON e.id = v.entitlement_id WHERE ${at}`,
      ),
      ...lines(
        `SELECT 'grant|' || a.user_name || '|' || ${entitlement} || '|' || v.access AS line FROM grant_version v
         JOIN account a ON a.id = v.account_id JOIN entitlement e ON e.id = v.entitlement_id WHERE ${at}`,
      ),
    ].sort()
  }

  /** The same grants, as the table that is ordered by entitlement tells them. */
  holders(seq = this.seq): string[] {
    return this.store.reader
      .prepare<[number, number], { line: string }>(
        `SELECT 'grant|' || a.user_name || '|' || e.group_name || '|' || e.permission || '|' || v.access AS line FROM holder_version v
         JOIN account a ON a.id = v.account_id JOIN entitlement e ON e.id = v.entitlement_id WHERE v.from_seq <= ? AND v.to_seq > ?`,
      )
      .all(seq, seq)
      .map(({ line }) => line)
      .sort()
  }

  /** What a preview says, in names. */
  told(stagingFile: string): ToldChange[] {
    const db = new Database(stagingFile, { readonly: true })
    db.prepare('ATTACH ? AS live').run(this.store.file)
    const rows = db
      .prepare<[], { line: string }>(
        `SELECT c.kind || '|' || coalesce(sa.user_name, la.user_name, '') || '|' || coalesce(se.group_name || se.permission, le.group_name || le.permission, '')
           || '|' || coalesce(c.before, '-') || '|' || coalesce(c.after, '-') AS line
         FROM change c LEFT JOIN account sa ON sa.id = c.account_id LEFT JOIN live.account la ON la.id = c.account_id
         LEFT JOIN entitlement se ON se.id = c.entitlement_id LEFT JOIN live.entitlement le ON le.id = c.entitlement_id`,
      )
      .all()
    db.close()
    return rows.map(({ line }) => line).sort()
  }

  /** Keeps the fingerprints of the base while the same extract is staged twice. */
  copyFingerprints(): () => void {
    const file = join(this.#dir, 'fingerprints')
    if (!existsSync(file)) return () => undefined
    copyFileSync(file, `${file}.kept`)
    return () => copyFileSync(`${file}.kept`, file)
  }

  close(): void {
    this.store.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}

/** One line of an extract: user, name, group, permission, access, description. */
export type Line = readonly [
  user: string,
  name: string,
  group: string,
  permission: string,
  access: string,
  about: string,
]

export const csvOf = (lines: readonly Line[]): string =>
  [
    'User,Name,Group,Permission,Access,About',
    ...lines.map((line) =>
      line.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','),
    ),
  ].join('\n') + '\n'

/** What an application holds, in names: account → name, entitlement → description, `user|group|permission` → access. */
export interface Held {
  readonly accounts: ReadonlyMap<string, string>
  readonly entitlements: ReadonlyMap<string, string>
  readonly grants: ReadonlyMap<string, string>
}

/** The first by the order of bytes of the JSON text, which does not depend on the order of rows. */
const chosen = (values: Iterable<string>): string =>
  [...values].toSorted((a, b) => (asJson(a) < asJson(b) ? -1 : 1))[0] ?? ''
const asJson = (text: string): string => JSON.stringify(text)

/** What an application holds once a file is applied, by the rules that a person would state. */
export function heldAfter(before: Held, lines: readonly Line[]): Held {
  const names = new Map<string, Set<string>>()
  const described = new Map<string, Set<string>>()
  const given = new Map<string, Set<string>>()
  const add = (map: Map<string, Set<string>>, key: string, value: string) =>
    void map.set(key, (map.get(key) ?? new Set()).add(value))
  let untold = 0
  for (const [user, name, group, permission, access, about] of lines) {
    if (user === '') untold++
    else {
      add(names, user, name)
      // A refusal names the account and gives nothing.
      if ((group === '' && permission === '') || access === 'N') continue
      add(described, `${group}|${permission}`, about)
      add(given, `${user}|${group}|${permission}`, access)
    }
  }
  // Two access values for one grant: neither counts, and nothing is concluded about the account.
  const unknown = new Set(
    [...given].filter(([, values]) => values.size > 1).map(([key]) => key.slice(0, key.indexOf('|'))),
  )
  const isUnknown = (user: string) => untold > 0 || unknown.has(user)
  const isAnyUnknown = untold > 0 || unknown.size > 0
  const accounts = merged(before.accounts, names, isUnknown)
  const grants = merged(before.grants, new Map([...given].filter(([, values]) => values.size === 1)), (key) =>
    isUnknown(key.slice(0, key.indexOf('|'))),
  )
  const entitlements = merged(
    before.entitlements,
    described,
    () => isAnyUnknown,
    (values) => chosen([...values].filter((value) => values.size === 1 || value !== '')),
  )
  return { accounts, entitlements, grants }
}

/** What is said now; of what is unknown, what was held before. */
function merged(
  before: ReadonlyMap<string, string>,
  said: ReadonlyMap<string, ReadonlySet<string>>,
  isUnknown: (key: string) => boolean,
  choose: (values: ReadonlySet<string>) => string = chosen,
): Map<string, string> {
  const after = new Map<string, string>()
  for (const [key, value] of before) if (isUnknown(key)) after.set(key, value)
  for (const [key, values] of said) if (!after.has(key)) after.set(key, choose(values))
  return after
}

/** Reads the lines of `ImportLab.facts`. */
export function heldOf(facts: readonly string[]): Held {
  const ofKind = (kind: string) =>
    new Map(
      facts
        .filter((fact) => fact.startsWith(`${kind}|`))
        .map((fact): [string, string] => {
          const rest = fact.slice(kind.length + 1)
          const at = rest.lastIndexOf('|')
          return [rest.slice(0, at), rest.slice(at + 1)]
        }),
    )
  return { accounts: ofKind('account'), entitlements: ofKind('entitlement'), grants: ofKind('grant') }
}

/** The lines of `ImportLab.facts`. */
export const factsOf = ({ accounts, entitlements, grants }: Held): string[] =>
  [
    ...[...accounts].map(([key, value]) => `account|${key}|${value}`),
    ...[...entitlements].map(([key, value]) => `entitlement|${key}|${value}`),
    ...[...grants].map(([key, value]) => `grant|${key}|${value}`),
  ].sort()
