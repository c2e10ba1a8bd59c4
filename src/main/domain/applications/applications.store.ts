import { type Selectable, sql } from 'kysely'
import type { Reader, Writer } from '../../storage/open.ts'
import { query } from '../../storage/query.ts'
import type { Schema } from '../../storage/schema.ts'

export type ApplicationRow = Selectable<Schema['application']> & {
  source_id: number
  current_seq: number
  rule_version_id: number
  rules_version: number
  rules: string
  extract_at: number | null
  applied_at: number | null
  summary: string | null
}

const withRules = (q: Parameters<Parameters<typeof query>[0]>[0]) =>
  q
    .selectFrom('application as a')
    .innerJoin('source as s', 's.application_id', 'a.id')
    .innerJoin('rule_version as r', (join) =>
      join.onRef('r.application_id', '=', 'a.id').on('r.version', '=', (e) =>
        e
          .selectFrom('rule_version as n')
          .whereRef('n.application_id', '=', 'a.id')
          .select((f) => f.fn.max('n.version').as('newest')),
      ),
    )
    .leftJoin('generation as g', (join) => join.onRef('g.source_id', '=', 's.id').onRef('g.seq', '=', 's.current_seq'))
    .leftJoin('import as i', 'i.id', 'g.import_id')
    .selectAll('a')
    .select([
      's.id as source_id',
      's.current_seq',
      'r.id as rule_version_id',
      'r.version as rules_version',
      'r.rules',
      'g.extract_at',
      'g.applied_at',
      'i.summary',
    ])

const insertApplication = query(
  (
    q,
    p: { guid: string; kind: ApplicationRow['kind']; name: string; priority: ApplicationRow['priority']; at: number },
  ) =>
    q.insertInto('application').values({
      guid: p.guid,
      kind: p.kind,
      name: p.name,
      priority: p.priority,
      created_at: p.at,
      updated_at: p.at,
      revision: 1,
    }),
)
const insertSource = query((q, p: { applicationId: number; kind: ApplicationRow['kind'] }) =>
  q.insertInto('source').values({ kind: p.kind, application_id: p.applicationId }),
)
const insertRules = query((q, p: { applicationId: number; version: number; rules: string; at: number; by: string }) =>
  q.insertInto('rule_version').values({
    application_id: p.applicationId,
    version: p.version,
    rules: p.rules,
    created_at: p.at,
    created_by: p.by,
  }),
)
const touch = query(
  (q, p: { id: number; name: string; priority: ApplicationRow['priority']; archivedAt: number | null; at: number }) =>
    q
      .updateTable('application')
      .set((e) => ({
        name: p.name,
        priority: p.priority,
        archived_at: p.archivedAt,
        updated_at: p.at,
        revision: e('revision', '+', 1),
      }))
      .where('id', '=', p.id),
)
const byGuid = query((q, p: { guid: string }) => withRules(q).where('a.guid', '=', p.guid))
const byName = query((q, p: { name: string }) =>
  q.selectFrom('application').select('id').where(sql<boolean>`fold_case(name) = fold_case(${p.name})`),
)
const all = query((q, _: Record<never, never>) => withRules(q).orderBy(sql`fold_search(a.name)`).orderBy('a.id'))
const ruleVersions = query((q, p: { applicationId: number }) =>
  q
    .selectFrom('rule_version')
    .select(['version', 'rules', 'created_at', 'created_by'])
    .where('application_id', '=', p.applicationId)
    .orderBy('version'),
)

export const applications = {
  insert(
    tx: Writer,
    row: {
      guid: string
      kind: ApplicationRow['kind']
      name: string
      priority: ApplicationRow['priority']
      rules: string
      at: number
      by: string
    },
  ): number {
    const applicationId = insertApplication.run(tx, row).lastInsertRowid
    insertSource.run(tx, { applicationId, kind: row.kind })
    insertRules.run(tx, { applicationId, version: 1, rules: row.rules, at: row.at, by: row.by })
    return applicationId
  },
  addRules: (tx: Writer, row: Parameters<typeof insertRules.run>[1]) => insertRules.run(tx, row),
  update: (tx: Writer, row: Parameters<typeof touch.run>[1]) => touch.run(tx, row),
  get: (db: Reader, guid: string): ApplicationRow | undefined => byGuid.get(db, { guid }),
  idOfName: (db: Reader, name: string): number | undefined => byName.get(db, { name })?.id,
  /** Every version of the rules, oldest first. */
  ruleVersions: (db: Reader, applicationId: number) => ruleVersions.all(db, { applicationId }),
  all: (db: Reader): ApplicationRow[] => all.all(db, {}),
}
