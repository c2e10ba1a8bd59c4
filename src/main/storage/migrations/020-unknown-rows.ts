/**
 * What rows of an applied extract could not say. An account of 0 is nobody's in particular: then the absence of anything
 * from that extract proves nothing. An entitlement of 0 is all that the account may have had; any other is a grant that
 * stands only because the extract does not say that it is gone, and -1 is every grant of the application.
 */
export const unknownRows = `
CREATE TABLE unknown_in_extract (
  source_id INTEGER NOT NULL REFERENCES source,
  seq INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  entitlement_id INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (source_id, seq, account_id, entitlement_id)
) STRICT, WITHOUT ROWID;

-- A change that a row which could not be read may contradict, and that a person lets pass in this import.
CREATE TABLE doubt_release (
  import_id INTEGER NOT NULL REFERENCES import,
  kind TEXT NOT NULL,
  account_id INTEGER NOT NULL,
  entitlement_id INTEGER NOT NULL,
  released_by TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  PRIMARY KEY (import_id, kind, account_id, entitlement_id)
) STRICT, WITHOUT ROWID;
`
