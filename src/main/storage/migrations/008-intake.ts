/** Who answers for an application, when its files are taken, and which folders are watched. */
export const intake = `
CREATE TABLE application_owner (
  application_id INTEGER NOT NULL REFERENCES application,
  identity_id INTEGER NOT NULL REFERENCES identity,
  PRIMARY KEY (application_id, identity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_owner_of_identity ON application_owner (identity_id, application_id);

-- Up to when a schedule has been looked at: what was due later is still to be done, once.
CREATE TABLE schedule_mark (
  application_id INTEGER PRIMARY KEY REFERENCES application,
  looked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE schedule_run (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES application,
  -- When it should have been; null when a person asked for it.
  due_at INTEGER,
  ran_at INTEGER NOT NULL,
  late TEXT CHECK (late IN ('closed','asleep')),
  missed INTEGER NOT NULL DEFAULT 0,
  said TEXT NOT NULL,
  import_id INTEGER REFERENCES import
) STRICT;
CREATE INDEX schedule_run_of_application ON schedule_run (application_id, id);

CREATE TABLE watched_root (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL UNIQUE,
  -- Named when the program was started, rather than in the settings: watched only while it is named again.
  at_start INTEGER NOT NULL CHECK (at_start IN (0,1)),
  polling INTEGER NOT NULL CHECK (polling IN (0,1)),
  interval_seconds INTEGER NOT NULL CHECK (interval_seconds BETWEEN 1 AND 3600),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Two more things can become of a file, so the check is another one.
CREATE TABLE received_file_now (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('folder','window','api')),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT,
  modified_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting','unrecognised','recognised','taken','superseded','duplicate','refused','gone','sample')),
  why TEXT NOT NULL,
  source_id INTEGER REFERENCES source,
  file_group TEXT,
  import_id INTEGER REFERENCES import,
  -- How many rows its companion promises.
  promised_rows INTEGER
) STRICT;
INSERT INTO received_file_now
  SELECT id, guid, origin, path, name, size, sha256, modified_at, seen_at, state, why, source_id, file_group, import_id, NULL
  FROM received_file;
DROP TABLE received_file;
ALTER TABLE received_file_now RENAME TO received_file;
CREATE INDEX received_file_by_state ON received_file (state, id);
CREATE INDEX received_file_by_path ON received_file (path, id);
CREATE INDEX received_file_by_hash ON received_file (sha256);
CREATE INDEX received_file_by_source ON received_file (source_id, id);

ALTER TABLE import_file ADD COLUMN promised_rows INTEGER;
`
