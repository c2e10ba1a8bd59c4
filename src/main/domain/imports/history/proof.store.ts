import type { Reader } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'

/** A generation with what its entry in the log commits to. */
export interface AppliedGeneration {
  readonly sourceId: number
  readonly seq: number
  readonly kind: 'extract' | 'undo' | 'restore'
  readonly application: string
  readonly name: string
  readonly changeDigest: string
  readonly rulesVersion: number | null
  readonly rules: string | null
  readonly restoresSeq: number | null
  /** SHA-256 of each, in the order in which they were staged. */
  readonly files: readonly string[]
}

const generations = query((q, _: Record<never, never>) =>
  q
    .selectFrom('generation as g')
    .innerJoin('source as s', 's.id', 'g.source_id')
    .innerJoin('application as a', 'a.id', 's.application_id')
    .innerJoin('import as i', 'i.id', 'g.import_id')
    .leftJoin('rule_version as r', 'r.id', 'i.rule_version_id')
    .select([
      'g.source_id as sourceId',
      'g.seq as seq',
      'g.import_id as importId',
      'i.kind as kind',
      'a.guid as application',
      'a.name as name',
      'g.change_digest as changeDigest',
      'r.version as rulesVersion',
      'r.rules as rules',
      'i.restores_seq as restoresSeq',
    ])
    .orderBy('g.source_id')
    .orderBy('g.seq'),
)
const filesOf = query((q, p: { importId: number }) =>
  q.selectFrom('import_file').select('sha256').where('import_id', '=', p.importId).orderBy('id'),
)

/** Every generation that was applied, voided ones too. */
export const appliedGenerations = (db: Reader): AppliedGeneration[] =>
  generations.all(db, {}).map(({ importId, ...row }) => ({
    ...row,
    files: filesOf.all(db, { importId }).map(({ sha256 }) => sha256),
  }))
