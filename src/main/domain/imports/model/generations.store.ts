import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'
import type { Schema } from '../../../storage/schema.ts'

type GenerationRow = Selectable<Schema['generation']>

const generationAt = query((q, p: { sourceId: number; seq: number }) =>
  q.selectFrom('generation').selectAll().where('source_id', '=', p.sourceId).where('seq', '=', p.seq),
)
const lastAppliedBy = query((q, p: { sourceId: number; at: number }) =>
  q
    .selectFrom('generation')
    .select('seq')
    .where('source_id', '=', p.sourceId)
    .where('applied_at', '<=', p.at)
    .orderBy('seq', 'desc')
    .limit(1),
)
const insertGeneration = query(
  (q, p: { sourceId: number; seq: number; importId: number; extractAt: number; at: number; digest: string }) =>
    q.insertInto('generation').values({
      source_id: p.sourceId,
      seq: p.seq,
      import_id: p.importId,
      extract_at: p.extractAt,
      applied_at: p.at,
      change_digest: p.digest,
    }),
)
const voidBetween = query((q, p: { sourceId: number; after: number; before: number; at: number }) =>
  q
    .updateTable('generation')
    .set({ voided_at: p.at })
    .where('source_id', '=', p.sourceId)
    .where('seq', '>', p.after)
    .where('seq', '<', p.before)
    .where('voided_at', 'is', null),
)
const switchTo = query((q, p: { sourceId: number; seq: number }) =>
  q.updateTable('source').set({ current_seq: p.seq, pending_seq: null }).where('id', '=', p.sourceId),
)
const sourceOfApplication = query((q, p: { guid: string }) =>
  q
    .selectFrom('source as s')
    .innerJoin('application as a', 'a.id', 's.application_id')
    .where('a.guid', '=', p.guid)
    .select(['s.id', 's.current_seq', 'a.id as application_id', 'a.guid', 'a.name', 'a.archived_at']),
)

export const generations = {
  at: (db: Reader, sourceId: number, seq: number): GenerationRow | undefined => generationAt.get(db, { sourceId, seq }),
  /** The generation that was current at an instant. */
  lastAppliedBy: (db: Reader, sourceId: number, at: number): number | undefined =>
    lastAppliedBy.get(db, { sourceId, at })?.seq,
  insert: (tx: Writer, row: Parameters<typeof insertGeneration.run>[1]) => insertGeneration.run(tx, row),
  /** Voids the generations between the restored one and the one that restores it: they no longer tell what was true. */
  voidBetween: (tx: Writer, stretch: { sourceId: number; after: number; before: number; at: number }) =>
    voidBetween.run(tx, stretch).changes,
  switchTo: (tx: Writer, sourceId: number, seq: number) => switchTo.run(tx, { sourceId, seq }),
  sourceOf: (db: Reader, applicationGuid: string) => sourceOfApplication.get(db, { guid: applicationGuid }),
}
