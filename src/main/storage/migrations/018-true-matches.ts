/**
 * From when on a match is true, beside when it was known: a match that a rule found is a fact of the generation that
 * brought it, and ends with the one that ended it. Generations that an undone restore had voided count again.
 *
 * What is stored already gets the generation that was applied last before it was decided; a choice by hand holds since
 * the account is known.
 */
export const trueMatches = `
ALTER TABLE account_match ADD COLUMN holds_from INTEGER NOT NULL DEFAULT 0;
-- The generation that brought it; null for a choice by hand, and for the record of a roster, which is its person.
ALTER TABLE account_match ADD COLUMN source_id INTEGER;
ALTER TABLE account_match ADD COLUMN seq INTEGER;
-- The generation by which the rules ended it; null where a choice by hand stands in its place.
ALTER TABLE account_match ADD COLUMN holds_to INTEGER;
ALTER TABLE account_match ADD COLUMN ended_source_id INTEGER;
ALTER TABLE account_match ADD COLUMN ended_seq INTEGER;
-- A choice by hand that was cleared, also those that it had replaced: none of them was true.
ALTER TABLE account_match ADD COLUMN taken_back_at INTEGER;

CREATE TEMP TABLE decided AS
  SELECT m.account_id, m.from_at, m.to_at, m.method, s.id AS source_id, EXISTS (SELECT 1 FROM account_match n
    WHERE n.account_id = m.account_id AND n.from_at = m.to_at AND n.method = 'by-hand') AS by_hand_next
  FROM account_match m JOIN account a ON a.id = m.account_id JOIN source s ON s.application_id = a.application_id;
CREATE TEMP TABLE moment AS
  SELECT source_id, from_at AS at FROM decided UNION SELECT source_id, to_at FROM decided WHERE to_at < 9007199254740991;
CREATE TEMP TABLE brought AS
  SELECT source_id, at, (SELECT json_array(g.source_id, g.seq, g.extract_at) FROM generation g JOIN source s ON s.id = g.source_id
    WHERE (s.kind = 'roster' OR s.id = moment.source_id) AND g.applied_at <= moment.at ORDER BY g.applied_at DESC, g.seq DESC LIMIT 1) AS generation
  FROM moment;
CREATE UNIQUE INDEX temp.brought_at ON brought (source_id, at);

UPDATE account_match AS m SET source_id = b.generation ->> 0, seq = b.generation ->> 1, holds_from = coalesce(b.generation ->> 2, 0)
  FROM temp.decided d JOIN temp.brought b ON b.source_id = d.source_id AND b.at = d.from_at
  WHERE d.account_id = m.account_id AND d.from_at = m.from_at AND m.method NOT IN ('by-hand', 'roster');
UPDATE account_match AS m SET ended_source_id = b.generation ->> 0, ended_seq = b.generation ->> 1, holds_to = b.generation ->> 2
  FROM temp.decided d JOIN temp.brought b ON b.source_id = d.source_id AND b.at = d.to_at
  WHERE d.account_id = m.account_id AND d.from_at = m.from_at AND m.method <> 'by-hand' AND NOT d.by_hand_next;
UPDATE account_match AS m SET taken_back_at = (SELECT min(d.to_at) FROM temp.decided d
    WHERE d.account_id = m.account_id AND d.method = 'by-hand' AND d.to_at >= m.to_at AND d.to_at < 9007199254740991 AND NOT d.by_hand_next)
  WHERE m.method = 'by-hand';
DROP TABLE temp.decided;
DROP TABLE temp.moment;
DROP TABLE temp.brought;

WITH RECURSIVE history (source_id, seq) AS (
  SELECT id, current_seq FROM source WHERE current_seq > 0 UNION ALL
  SELECT h.source_id, coalesce(i.restores_seq, h.seq - 1) FROM history h JOIN generation g ON g.source_id = h.source_id AND g.seq = h.seq
  JOIN import i ON i.id = g.import_id WHERE coalesce(i.restores_seq, h.seq - 1) > 0)
UPDATE generation SET voided_at = NULL WHERE voided_at IS NOT NULL AND (source_id, seq) IN (SELECT source_id, seq FROM history);
`
