/**
 * A manager that somebody wants to set in the place of what a roster says. It counts only once a second person has
 * confirmed it. Who confirms is never who proposed.
 */
export const managerProposals = `
CREATE TABLE manager_proposal (
  id INTEGER PRIMARY KEY,
  identity_id INTEGER NOT NULL REFERENCES identity,
  -- As the attribute stores it.
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- The name of the user, also where their token proposed it.
  proposed_by TEXT NOT NULL,
  proposed_by_identity INTEGER REFERENCES identity,
  proposed_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT,
  outcome TEXT CHECK (outcome IN ('confirmed','declined','withdrawn','replaced')),
  CHECK ((ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL) = (ended_by IS NULL)),
  CHECK (outcome IS NOT 'confirmed' OR ended_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX manager_proposal_open ON manager_proposal (identity_id) WHERE ended_at IS NULL;
`
