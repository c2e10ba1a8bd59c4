/** Rules about access that must not meet in one hand, and where they did. */
export const policies = `
CREATE TABLE policy (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  expression TEXT NOT NULL CHECK (json_type(expression) = 'object'),
  risk_level INTEGER NOT NULL CHECK (risk_level BETWEEN 1 AND 10),
  owner_identity INTEGER REFERENCES identity,
  owner_role INTEGER REFERENCES role,
  remediation_process TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL CHECK (active IN (0,1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX policy_once ON policy (name COLLATE NOCASE) WHERE removed_at IS NULL;

-- A person for whom a policy's expression was true when everybody was looked at.
CREATE TABLE violation (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  policy_id INTEGER NOT NULL REFERENCES policy,
  identity_id INTEGER NOT NULL REFERENCES identity,
  status TEXT NOT NULL CHECK (status IN ('active','exception','remediated','cancelled')),
  -- What met, and the smallest change that would be clean.
  details TEXT NOT NULL CHECK (json_type(details) = 'object'),
  detected_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  closed_at INTEGER,
  exception_until INTEGER,
  decided_by TEXT,
  comment TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 0,
  CHECK ((status IN ('remediated','cancelled')) = (closed_at IS NOT NULL)),
  CHECK (status <> 'exception' OR exception_until IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX violation_once ON violation (policy_id, identity_id) WHERE closed_at IS NULL;
CREATE INDEX violation_of_person ON violation (identity_id, id);
CREATE INDEX violation_by_status ON violation (status, id);
`
