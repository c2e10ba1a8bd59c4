/**
 * A cut says, for each source, which of its generations counts for a question. Every read of facts joins one, so "now",
 * "what we knew on 30 June" and "what was true on 30 June" are one query with another first line:
 *
 *     WITH cut AS (…) SELECT … FROM grant_version v JOIN cut USING (source_id)
 *     WHERE v.from_seq <= cut.seq AND cut.seq < v.to_seq
 */
export type Moment =
  | { readonly kind: 'now' }
  /** What this database knew at that instant: the last generation applied by then, even if it was undone later. */
  | { readonly kind: 'known'; readonly at: number }
  /** What was true at that instant, as far as is known today: the last extract taken by then that was not undone. */
  | { readonly kind: 'true'; readonly at: number }

export const now: Moment = { kind: 'now' }

const cuts = {
  now: `WITH cut (source_id, seq) AS MATERIALIZED (
    SELECT id, current_seq FROM source WHERE current_seq > 0 AND @at IS @at)`,
  known: `WITH cut (source_id, seq) AS MATERIALIZED (
    SELECT source_id, seq FROM (
      SELECT s.id AS source_id,
        (SELECT g.seq FROM generation g WHERE g.source_id = s.id AND g.applied_at <= @at ORDER BY g.applied_at DESC, g.seq DESC LIMIT 1) AS seq
      FROM source s) WHERE seq IS NOT NULL)`,
  true: `WITH cut (source_id, seq) AS MATERIALIZED (
    SELECT source_id, seq FROM (
      SELECT s.id AS source_id,
        (SELECT g.seq FROM generation g WHERE g.source_id = s.id AND g.voided_at IS NULL AND g.extract_at <= @at
         ORDER BY g.extract_at DESC, g.seq DESC LIMIT 1) AS seq
      FROM source s) WHERE seq IS NOT NULL)`,
} as const

/**
 * The three texts of one question, one per kind of moment. The question selects from `cut` and binds its parameters by
 * name; `@at` belongs to the cut.
 * @param question or what it is for each kind of moment, where it reads more than facts
 */
export function asOf(
  question: string | ((kind: Moment['kind']) => string),
): (moment: Moment) => { sql: string; at: number | null } {
  const textOf = (kind: Moment['kind']) => `${cuts[kind]} ${typeof question === 'string' ? question : question(kind)}`
  const texts = { now: textOf('now'), known: textOf('known'), true: textOf('true') }
  return (moment) => ({ sql: texts[moment.kind], at: moment.kind === 'now' ? null : moment.at })
}
