/** Scans that somebody planned, what came of each scan, and until when a violation is to be settled. */
export const policyScans = `
CREATE TABLE policy_scan (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  -- Who is looked at, against which policies, and how long the owners have.
  scope TEXT NOT NULL CHECK (json_type(scope) = 'object'),
  -- Five fields; a null zone is that of this machine.
  cron TEXT NOT NULL,
  time_zone TEXT,
  -- The schedule as a script wrote it, with seconds; null where a person did.
  quartz TEXT,
  active INTEGER NOT NULL CHECK (active IN (0,1)),
  -- Up to when its schedule has been looked at.
  looked_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX policy_scan_once ON policy_scan (name COLLATE NOCASE) WHERE removed_at IS NULL;

CREATE TABLE policy_scan_run (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  scan_id INTEGER REFERENCES policy_scan,
  kind TEXT NOT NULL CHECK (kind IN ('by hand','planned','after imports')),
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (json_type(scope) = 'object'),
  state TEXT NOT NULL CHECK (state IN ('done','failed')),
  due_at INTEGER,
  late TEXT CHECK (late IN ('closed','waited')),
  missed INTEGER NOT NULL DEFAULT 0,
  people INTEGER NOT NULL,
  found INTEGER NOT NULL,
  fresh INTEGER NOT NULL,
  remediated INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  CHECK (kind <> 'planned' OR (scan_id IS NOT NULL AND due_at IS NOT NULL))
) STRICT;
CREATE INDEX policy_scan_run_of ON policy_scan_run (scan_id, id);
CREATE INDEX policy_scan_run_by_kind ON policy_scan_run (kind, id);

ALTER TABLE violation ADD COLUMN due_at INTEGER;
CREATE INDEX violation_by_due ON violation (due_at) WHERE status = 'active' AND due_at IS NOT NULL;
`
