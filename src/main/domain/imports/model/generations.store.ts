import type { Selectable } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared, query } from '../../../storage/query.ts'
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
/** From the current state back through what each generation came after: a rollback continues the state that it restored. */
const history = `
  WITH RECURSIVE history (seq) AS (
    SELECT @seq UNION ALL
    SELECT coalesce(i.restores_seq, h.seq - 1) FROM history h JOIN generation g ON g.source_id = @sourceId AND g.seq = h.seq
    JOIN import i ON i.id = g.import_id WHERE coalesce(i.restores_seq, h.seq - 1) > 0)`
const validate = `
  ${history} UPDATE generation SET voided_at = CASE WHEN seq IN (SELECT seq FROM history) THEN NULL ELSE @at END
  WHERE source_id = @sourceId AND (voided_at IS NULL) <> (seq IN (SELECT seq FROM history))`
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
  /**
   * Says of each generation whether it tells what was true, once this one is current: those that led to it do, those that
   * were taken back on the way do not. Undoing a restore so gives back what the restore had voided.
   */
  validate: (tx: Writer, current: { sourceId: number; seq: number; at: number }) =>
    prepared(tx, validate).run(current).changes,
  switchTo: (tx: Writer, sourceId: number, seq: number) => switchTo.run(tx, { sourceId, seq }),
  sourceOf: (db: Reader, applicationGuid: string) => sourceOfApplication.get(db, { guid: applicationGuid }),
}
