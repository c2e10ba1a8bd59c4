/**
 * What a person or a script says of somebody, in the place of what rosters say. It stays until it is taken back: a roster
 * that says something else changes the list only then.
 */
export const personAttributes = `
CREATE TABLE person_attribute (
  identity_id INTEGER NOT NULL REFERENCES identity,
  -- A column of person_now.
  attribute TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL DEFAULT 9007199254740991,
  value TEXT NOT NULL,
  -- What the rosters said when it was set: when they say something else later, that is news.
  instead_of TEXT NOT NULL,
  set_by TEXT NOT NULL,
  by_script INTEGER NOT NULL CHECK (by_script IN (0, 1)),
  reason TEXT NOT NULL,
  PRIMARY KEY (identity_id, attribute, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_attribute_in_force ON person_attribute (identity_id) WHERE to_at = 9007199254740991;
`
