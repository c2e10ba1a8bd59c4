import { type Selectable, sql } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'
import { TransitionError } from '../../shared/transitions.ts'
import { type ImportFileInput, importTransitions } from './import.ts'
import type { Schema } from '../../../storage/schema.ts'

type ImportRow = Selectable<Schema['import']>
export type ImportFileRow = Selectable<Schema['import_file']>

/** An import with the names that every view of it needs. */
export type ImportWithNames = ImportRow & {
  application_id: number
  application_guid: string
  application_name: string
  application_kind: 'roster' | 'application'
  current_seq: number
  rules_version: number | null
  newest_rules_version: number | null
  base_import_guid: string | null
}

const insertImport = query(
  (
    q,
    p: {
      guid: string
      sourceId: number
      kind: ImportRow['kind']
      trigger: ImportRow['trigger']
      ruleVersionId: number | null
      restoresSeq: number | null
      extractAt: number
      at: number
      by: string
    },
  ) =>
    q.insertInto('import').values({
      guid: p.guid,
      source_id: p.sourceId,
      kind: p.kind,
      trigger: p.trigger,
      state: 'queued',
      rule_version_id: p.ruleVersionId,
      restores_seq: p.restoresSeq,
      extract_at: p.extractAt,
      created_at: p.at,
      created_by: p.by,
    }),
)

const insertFile = query((q, p: ImportFileInput & { importId: number }) =>
  q.insertInto('import_file').values({
    import_id: p.importId,
    file_group: p.group,
    name: p.name,
    origin: p.origin,
    size: p.size,
    sha256: p.sha256,
    modified_at: p.modifiedAt,
    promised_rows: p.promisedRows ?? null,
  }),
)

/** Every view of an import starts here. */
export const withNames = (q: Parameters<Parameters<typeof query>[0]>[0]) =>
  q
    .selectFrom('import as i')
    .innerJoin('source as s', 's.id', 'i.source_id')
    .innerJoin('application as a', 'a.id', 's.application_id')
    .leftJoin('rule_version as r', 'r.id', 'i.rule_version_id')
    .leftJoin('generation as g', (join) =>
      join.onRef('g.source_id', '=', 'i.source_id').onRef('g.seq', '=', 'i.base_seq'),
    )
    .leftJoin('import as b', 'b.id', 'g.import_id')
    .selectAll('i')
    .select([
      'a.id as application_id',
      'a.guid as application_guid',
      'a.name as application_name',
      'a.kind as application_kind',
      's.current_seq',
      'r.version as rules_version',
      (e) =>
        e
          .selectFrom('rule_version as n')
          .whereRef('n.application_id', '=', 'a.id')
          .select((f) => f.fn.max('n.version').as('newest'))
          .as('newest_rules_version'),
      'b.guid as base_import_guid',
    ])

const byGuid = query((q, p: { guid: string }) => withNames(q).where('i.guid', '=', p.guid))
const byId = query((q, p: { id: number }) => q.selectFrom('import').selectAll().where('id', '=', p.id))
const rulesById = query((q, p: { id: number | null }) =>
  q.selectFrom('rule_version').select('rules').where('id', '=', p.id),
)
const byState = query((q, p: { state: ImportRow['state'] }) =>
  withNames(q).where('i.state', '=', p.state).orderBy('i.id'),
)
type Filter = { application: string | null; state: ImportRow['state'] | null }
const passes = (p: Filter) =>
  sql<boolean>`(${p.application} IS NULL OR a.guid = ${p.application}) AND (${p.state} IS NULL OR i.state = ${p.state})`
const newest = query((q, p: Filter & { before: number; limit: number }) =>
  withNames(q).where('i.id', '<', p.before).where(passes(p)).orderBy('i.id', 'desc').limit(p.limit),
)
const countPassing = query((q, p: Filter) =>
  q
    .selectFrom('import as i')
    .innerJoin('source as s', 's.id', 'i.source_id')
    .innerJoin('application as a', 'a.id', 's.application_id')
    .where(passes(p))
    .select((e) => e.fn.countAll<number>().as('n')),
)

const filesOf = query((q, p: { importId: number }) =>
  q.selectFrom('import_file').selectAll().where('import_id', '=', p.importId).orderBy('id'),
)
const setDialect = query((q, p: { id: number; dialect: string }) =>
  q.updateTable('import_file').set({ dialect: p.dialect }).where('id', '=', p.id),
)

/** Changes the state only when the import is still in the state that the caller expects. */
const setState = query(
  (
    q,
    p: {
      id: number
      from: ImportRow['state']
      to: ImportRow['state']
      startedAt: number | null
      finishedAt: number | null
    },
  ) =>
    q
      .updateTable('import')
      .set((e) => ({
        state: p.to,
        started_at: e.fn.coalesce(e.ref('started_at'), e.val(p.startedAt)),
        finished_at: p.finishedAt,
        revision: e('revision', '+', 1),
      }))
      .where('id', '=', p.id)
      .where('state', '=', p.from),
)
const setPreview = query((q, p: { id: number; baseSeq: number; digest: string; summary: string; guard: string }) =>
  q
    .updateTable('import')
    .set({ base_seq: p.baseSeq, digest: p.digest, summary: p.summary, guard: p.guard })
    .where('id', '=', p.id),
)
const setRules = query((q, p: { id: number; ruleVersionId: number }) =>
  q
    .updateTable('import')
    .set({ rule_version_id: p.ruleVersionId, base_seq: null, digest: null, summary: null, guard: null })
    .where('id', '=', p.id),
)
const setFailure = query((q, p: { id: number; failure: string }) =>
  q.updateTable('import').set({ failure: p.failure }).where('id', '=', p.id),
)
const setApplied = query((q, p: { id: number; seq: number; summary: string }) =>
  q.updateTable('import').set({ seq: p.seq, summary: p.summary }).where('id', '=', p.id),
)
const setDigest = query((q, p: { id: number; digest: string; summary: string; guard: string }) =>
  q
    .updateTable('import')
    .set((e) => ({ digest: p.digest, summary: p.summary, guard: p.guard, revision: e('revision', '+', 1) }))
    .where('id', '=', p.id),
)

const openImportsOf = query((q, p: { sourceId: number }) =>
  q
    .selectFrom('import')
    .select(['id', 'guid', 'state', 'kind'])
    .where('source_id', '=', p.sourceId)
    .where('state', 'in', ['queued', 'staging', 'staged', 'applying']),
)
/** Older applied imports of a source, whose previews need not be stored for ever. */
const appliedBefore = query((q, p: { sourceId: number; seq: number }) =>
  q
    .selectFrom('import')
    .select('guid')
    .where('source_id', '=', p.sourceId)
    .where('state', '=', 'applied')
    .where('seq', '<=', p.seq),
)

const addLog = query((q, p: { importId: number; at: number; line: string }) =>
  q.insertInto('import_log').values({ import_id: p.importId, at: p.at, line: p.line }),
)
const logOf = query((q, p: { importId: number }) =>
  q.selectFrom('import_log').select(['at', 'line']).where('import_id', '=', p.importId).orderBy('id'),
)

interface ImportMove {
  readonly id: number
  readonly from: ImportRow['state']
  readonly to: ImportRow['state']
  readonly startedAt?: number
  readonly finishedAt?: number
}

type Page = { before: number; limit: number }

export const imports = {
  insert: (tx: Writer, row: Parameters<typeof insertImport.run>[1]) => insertImport.run(tx, row).lastInsertRowid,
  insertFile: (tx: Writer, row: Parameters<typeof insertFile.run>[1]) => insertFile.run(tx, row).lastInsertRowid,
  get: (db: Reader, guid: string): ImportWithNames | undefined => byGuid.get(db, { guid }),
  byId: (db: Reader, id: number): ImportRow | undefined => byId.get(db, { id }),
  /** The rules that an import was staged with. */
  rulesOf: (db: Reader, ruleVersionId: number | null): { rules: string } =>
    rulesById.get(db, { id: ruleVersionId }) ?? { rules: '{}' },
  inState: (db: Reader, state: ImportRow['state']): ImportWithNames[] => byState.all(db, { state }),
  list: (
    db: Reader,
    filter: { application?: string | undefined; state?: ImportRow['state'] | undefined },
    page: Page,
  ): { rows: ImportWithNames[]; total: number } => {
    const filters = { application: filter.application ?? null, state: filter.state ?? null }
    return { rows: newest.all(db, { ...filters, ...page }), total: countPassing.get(db, filters)?.n ?? 0 }
  },
  files: (db: Reader, importId: number): ImportFileRow[] => filesOf.all(db, { importId }),
  setDialect: (tx: Writer, id: number, dialect: string) => setDialect.run(tx, { id, dialect }),
  /** @throws TransitionError when an import does not go that way, or this one is not in `from` */
  move(tx: Writer, { id, from, to, startedAt, finishedAt }: ImportMove): void {
    importTransitions.assert(from, to)
    const { changes } = setState.run(tx, { id, from, to, startedAt: startedAt ?? null, finishedAt: finishedAt ?? null })
    if (changes !== 1) throw new TransitionError(`import ${id} is not ${from}`)
  },
  setPreview: (tx: Writer, row: Parameters<typeof setPreview.run>[1]) => setPreview.run(tx, row),
  /** The rules changed: the preview by the older ones is void. */
  setRules: (tx: Writer, id: number, ruleVersionId: number) => setRules.run(tx, { id, ruleVersionId }),
  setFailure: (tx: Writer, id: number, failure: string) => setFailure.run(tx, { id, failure }),
  setApplied: (tx: Writer, id: number, seq: number, summary: string) => setApplied.run(tx, { id, seq, summary }),
  setDigest: (tx: Writer, row: Parameters<typeof setDigest.run>[1]) => setDigest.run(tx, row),
  open: (db: Reader, sourceId: number) => openImportsOf.all(db, { sourceId }),
  appliedUpTo: (db: Reader, sourceId: number, seq: number): string[] =>
    appliedBefore.all(db, { sourceId, seq }).map(({ guid }) => guid),
  log: (tx: Writer, importId: number, at: number, line: string) => addLog.run(tx, { importId, at, line }),
  logOf: (db: Reader, importId: number) => logOf.all(db, { importId }),
}
