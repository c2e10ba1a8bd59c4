/**
 * Policies judge accounts that nobody is known to own, each by itself: whoever owns one violates what the account alone
 * violates. A scan counts them beside the people.
 */
export const accountsWithoutOwner = `
CREATE TABLE account_violation (
  id INTEGER PRIMARY KEY,
  policy_id INTEGER NOT NULL REFERENCES policy,
  account_id INTEGER NOT NULL REFERENCES account,
  -- What meets.
  details TEXT NOT NULL CHECK (json_type(details) = 'object'),
  detected_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX account_violation_once ON account_violation (policy_id, account_id) WHERE closed_at IS NULL;
CREATE INDEX account_violation_of_account ON account_violation (account_id, id);
-- Null in runs from before accounts were judged.
ALTER TABLE policy_scan_run ADD COLUMN accounts INTEGER;
ALTER TABLE policy_scan_run ADD COLUMN accounts_found INTEGER;
-- Each policy says whether somebody chose another owner since it was scanned.
CREATE INDEX account_match_by_hand ON account_match (from_at, taken_back_at) WHERE method = 'by-hand';
`
