/**
 * The ground: anchors, facts, sources, generations, imports, audit.
 *
 * Anchors are permanent id rows; facts about them are versions that hold from one sequence number of their source up to,
 * not including, another. 2147483647 means "still open". A version is visible when the cut for its source lies in that
 * range, so rows of a generation that is still being written are invisible.
 *
 * A grant needs no row of its own: its anchor is the pair of two permanent ids, account and entitlement. Its versions
 * stand in two clustered tables, by account and by entitlement, rather than in one table with an index: each is filled
 * in its own order, so a million rows are appended instead of scattered (docs/decisions/0033-grants-stand-in-two-tables.md
 * has the measurement).
 */
export const ground = `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE application (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  -- A roster is imported by the same machinery: its accounts are the records of people.
  kind TEXT NOT NULL DEFAULT 'application' CHECK (kind IN ('application','roster')),
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  priority TEXT NOT NULL CHECK (priority IN ('None','Low','Moderate','High','Critical')),
  archived_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;

-- Rules are never edited: a change is a new version, and an import names the one it used.
CREATE TABLE rule_version (
  id INTEGER PRIMARY KEY,
  application_id INTEGER NOT NULL REFERENCES application,
  version INTEGER NOT NULL,
  rules TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (application_id, version)
) STRICT;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('application','roster','events','api')),
  application_id INTEGER UNIQUE REFERENCES application,
  current_seq INTEGER NOT NULL DEFAULT 0,
  -- The generation that an apply is writing now; rows of it are removed before serving when the program died in between.
  pending_seq INTEGER
) STRICT;

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source,
  kind TEXT NOT NULL CHECK (kind IN ('extract','undo','restore')),
  trigger TEXT NOT NULL CHECK (trigger IN ('Scheduled','Manual','API')),
  state TEXT NOT NULL CHECK (state IN ('queued','staging','staged','applying','applied','duplicate','failed','cancelled')),
  rule_version_id INTEGER REFERENCES rule_version,
  restores_seq INTEGER,
  extract_at INTEGER NOT NULL,
  base_seq INTEGER,
  seq INTEGER,
  digest TEXT,
  summary TEXT,
  guard TEXT,
  failure TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX import_by_state ON import (state, id);
CREATE INDEX import_by_source ON import (source_id, id);

CREATE TABLE import_file (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import,
  file_group TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  dialect TEXT
) STRICT;
CREATE INDEX import_file_by_import ON import_file (import_id);
CREATE INDEX import_file_by_hash ON import_file (sha256);

-- Every file that was ever seen, from the folder, the window or the API, with what became of it and why.
CREATE TABLE received_file (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('folder','window','api')),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT,
  modified_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','unrecognised','recognised','taken','duplicate','refused','gone')),
  why TEXT NOT NULL,
  source_id INTEGER REFERENCES source,
  file_group TEXT,
  import_id INTEGER REFERENCES import
) STRICT;
CREATE INDEX received_file_by_state ON received_file (state, id);
CREATE INDEX received_file_by_path ON received_file (path, id);
CREATE INDEX received_file_by_hash ON received_file (sha256);

-- A change that a person keeps out, told by names: the accounts and entitlements of a preview may not exist yet.
CREATE TABLE hold (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source,
  kind TEXT NOT NULL,
  user_name TEXT NOT NULL,
  entitlement TEXT NOT NULL,
  reason TEXT NOT NULL,
  held_by TEXT NOT NULL,
  held_at INTEGER NOT NULL,
  released_by TEXT,
  released_at INTEGER
) STRICT;
CREATE INDEX hold_in_force ON hold (source_id) WHERE released_at IS NULL;

CREATE TABLE import_log (
  id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import,
  at INTEGER NOT NULL,
  line TEXT NOT NULL
) STRICT;
CREATE INDEX import_log_by_import ON import_log (import_id);

CREATE TABLE generation (
  source_id INTEGER NOT NULL REFERENCES source,
  seq INTEGER NOT NULL,
  import_id INTEGER NOT NULL REFERENCES import,
  extract_at INTEGER NOT NULL,
  applied_at INTEGER NOT NULL,
  voided_at INTEGER,
  change_digest TEXT NOT NULL,
  PRIMARY KEY (source_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX generation_known ON generation (source_id, applied_at, seq);
CREATE INDEX generation_true ON generation (source_id, extract_at, seq) WHERE voided_at IS NULL;

-- A person, seen by every API. The facts about them are the roster records and accounts that are matched to them.
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  application_id INTEGER NOT NULL REFERENCES application,
  user_name TEXT NOT NULL,
  UNIQUE (application_id, user_name)
) STRICT;

CREATE TABLE account_version (
  account_id INTEGER NOT NULL REFERENCES account,
  source_id INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL DEFAULT 2147483647,
  full_name TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  employee_id TEXT NOT NULL DEFAULT '',
  active TEXT NOT NULL DEFAULT 'yes' CHECK (active IN ('yes','no')),
  locked TEXT NOT NULL DEFAULT 'no' CHECK (locked IN ('yes','no')),
  last_login TEXT NOT NULL DEFAULT '',
  password_changed TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  division TEXT NOT NULL DEFAULT '',
  company TEXT NOT NULL DEFAULT '',
  office TEXT NOT NULL DEFAULT '',
  manager TEXT NOT NULL DEFAULT '',
  person_type TEXT NOT NULL DEFAULT '',
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (account_id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_version_began ON account_version (source_id, from_seq) WHERE from_seq > 1;
CREATE INDEX account_version_ended ON account_version (source_id, to_seq) WHERE to_seq < 2147483647;

CREATE TABLE entitlement (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  application_id INTEGER NOT NULL REFERENCES application,
  group_name TEXT NOT NULL,
  heading TEXT NOT NULL,
  section TEXT NOT NULL,
  permission TEXT NOT NULL,
  UNIQUE (application_id, group_name, heading, section, permission)
) STRICT;

CREATE TABLE entitlement_version (
  entitlement_id INTEGER NOT NULL REFERENCES entitlement,
  source_id INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL DEFAULT 2147483647,
  description TEXT NOT NULL DEFAULT '',
  privileged TEXT NOT NULL DEFAULT 'no' CHECK (privileged IN ('yes','no')),
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (entitlement_id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entitlement_version_began ON entitlement_version (source_id, from_seq) WHERE from_seq > 1;
CREATE INDEX entitlement_version_ended ON entitlement_version (source_id, to_seq) WHERE to_seq < 2147483647;

CREATE TABLE grant_version (
  account_id INTEGER NOT NULL,
  entitlement_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL DEFAULT 2147483647,
  access TEXT NOT NULL,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (account_id, entitlement_id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_version_began ON grant_version (source_id, from_seq) WHERE from_seq > 1;
CREATE INDEX grant_version_ended ON grant_version (source_id, to_seq) WHERE to_seq < 2147483647;

CREATE TABLE holder_version (
  entitlement_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL DEFAULT 2147483647,
  access TEXT NOT NULL,
  PRIMARY KEY (entitlement_id, account_id, from_seq)
) STRICT, WITHOUT ROWID;

-- Whose account it is, over time. No identity means: deliberately nobody's. No row in force means: not matched.
CREATE TABLE account_match (
  account_id INTEGER NOT NULL REFERENCES account,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL DEFAULT 9007199254740991,
  identity_id INTEGER REFERENCES identity,
  -- The rule that found it, or a person's choice, which no rule overrides.
  method TEXT NOT NULL CHECK (method IN ('roster','employee number','user name','e-mail','name','by hand')),
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_match_of_identity ON account_match (identity_id, to_at, account_id);

-- People as they are now, merged from their records: what lists read. Kept up by matching, and can be made again from
-- the facts at any time.
CREATE TABLE person_now (
  identity_id INTEGER PRIMARY KEY REFERENCES identity,
  guid TEXT NOT NULL UNIQUE,
  sort_name TEXT NOT NULL,
  full_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  title TEXT NOT NULL,
  department TEXT NOT NULL COLLATE NOCASE,
  division TEXT NOT NULL,
  company TEXT NOT NULL,
  office TEXT NOT NULL,
  manager TEXT NOT NULL,
  person_type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('Active','Disabled','Removed')),
  accounts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  inactivated_at INTEGER
) STRICT;
CREATE INDEX person_now_by_name ON person_now (sort_name, identity_id);
CREATE INDEX person_now_by_department ON person_now (department, sort_name, identity_id);
CREATE VIRTUAL TABLE person_search USING fts5 (
  full_name, email, employee_id, title, department, content='person_now', content_rowid='identity_id', prefix='1 2 3',
  tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER person_now_is_found AFTER INSERT ON person_now BEGIN
  INSERT INTO person_search (rowid, full_name, email, employee_id, title, department)
  VALUES (new.identity_id, new.full_name, new.email, new.employee_id, new.title, new.department);
END;
CREATE TRIGGER person_now_is_found_anew AFTER UPDATE OF full_name, email, employee_id, title, department ON person_now BEGIN
  INSERT INTO person_search (person_search, rowid, full_name, email, employee_id, title, department)
  VALUES ('delete', old.identity_id, old.full_name, old.email, old.employee_id, old.title, old.department);
  INSERT INTO person_search (rowid, full_name, email, employee_id, title, department)
  VALUES (new.identity_id, new.full_name, new.email, new.employee_id, new.title, new.department);
END;

-- Ids of anchors are reserved while an import is staged, so that its preview can name them; the rows are made by apply.
CREATE TABLE id_reservation (
  anchor TEXT PRIMARY KEY,
  next_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO id_reservation VALUES ('account', 1), ('entitlement', 1);

CREATE TABLE audit_entry (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  entry TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER account_key_is_permanent BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT, 'an anchor is permanent'); END;
CREATE TRIGGER entitlement_key_is_permanent BEFORE UPDATE ON entitlement BEGIN SELECT RAISE(ABORT, 'an anchor is permanent'); END;
CREATE TRIGGER rule_version_is_permanent BEFORE UPDATE ON rule_version BEGIN SELECT RAISE(ABORT, 'rules are versioned, never edited'); END;
`
