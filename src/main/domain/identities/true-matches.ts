/** The generation after which the rules looked at the accounts. */
export interface MatchedGeneration {
  readonly sourceId: number
  readonly seq: number
  readonly extractAt: number
}

/** Whether a generation was taken back; none at all was not. No query may call a table of its own `taken_back`. */
export const isVoid = (source: string, seq: string): string =>
  `EXISTS (SELECT 1 FROM main.generation taken_back WHERE taken_back.source_id = ${source} AND taken_back.seq = ${seq} AND taken_back.voided_at IS NOT NULL)`

/**
 * The day from which a decision of the rules holds: that of its extract. What the rules found after an extract of a later
 * day, of a roster for instance, is not overtaken by the past.
 */
export const holdsFrom = `max(@date, coalesce((
  SELECT max(max(CASE WHEN NOT ${isVoid('d.source_id', 'd.seq')} THEN d.holds_from ELSE 0 END,
    coalesce(CASE WHEN NOT ${isVoid('d.ended_source_id', 'd.ended_seq')} THEN d.holds_to END, 0)))
  FROM account_match d WHERE d.account_id = @account AND d.method <> 'by-hand'), 0))`

/**
 * Whether a match `m` tells whose account it was on the day `@at`, as far as is known today. A person's choice stands above the
 * rules for as long as it was not cleared. Of what the rules decided, the last that holds by that day counts: also that it
 * was nobody's any more. What a generation brought or ended that was taken back is as if it had not happened.
 */
export const heldOnDay = `m.taken_back_at IS NULL AND m.holds_from <= @at AND NOT ${isVoid('m.source_id', 'm.seq')}
  AND NOT EXISTS (SELECT 1 FROM account_match x WHERE x.account_id = m.account_id AND (
    (x.method = 'by-hand' AND x.taken_back_at IS NULL AND x.holds_from <= @at AND (m.method <> 'by-hand' OR x.from_at > m.from_at))
    OR (m.method <> 'by-hand' AND (
      (x.taken_back_at > m.from_at AND x.taken_back_at <= @at)
      OR (x.method <> 'by-hand' AND x.from_at > m.from_at AND x.holds_from <= @at AND NOT ${isVoid('x.source_id', 'x.seq')})
      OR (x.holds_to <= @at AND x.to_at > m.from_at AND NOT ${isVoid('x.ended_source_id', 'x.ended_seq')})))))`
