/**
 * What can be asked for, and the roles of people that this program keeps itself.
 *
 * Nothing here is deleted: requests name entries and roles for good, so what is removed gets a date. `idm_id` is the id
 * that `/openidm` shows; it is the GUID unless a script chose another.
 */
export const catalogue = `
CREATE TABLE role (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL,
  -- A managed role is access that can be given; an internal one is a right in this program.
  kind TEXT NOT NULL CHECK (kind IN ('managed','internal')),
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  -- Further keys that a script gave, as an object.
  properties TEXT NOT NULL DEFAULT '{}' CHECK (json_type(properties) = 'object'),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, idm_id)
) STRICT;
CREATE TRIGGER role_is_never_removed BEFORE DELETE ON role BEGIN SELECT RAISE(ABORT, 'a role gets a date of removal, its row stays'); END;

INSERT INTO role (guid, idm_id, kind, name, description, created_at, updated_at) VALUES
  ('5b1d0a9e-7a0e-4c1b-9a57-0c1f6f3b1a01', 'openidm-authorized', 'internal', 'openidm-authorized', 'Everybody who signs in', 0, 0),
  ('5b1d0a9e-7a0e-4c1b-9a57-0c1f6f3b1a02', 'openidm-admin', 'internal', 'openidm-admin', 'Manages people, roles and stored objects', 0, 0),
  ('5b1d0a9e-7a0e-4c1b-9a57-0c1f6f3b1a03', 'access-request-admin', 'internal', 'access-request-admin', 'Manages access requests, bundles and request fields', 0, 0),
  ('5b1d0a9e-7a0e-4c1b-9a57-0c1f6f3b1a04', 'glossary-admin', 'internal', 'glossary-admin', 'Manages the catalogue', 0, 0),
  ('5b1d0a9e-7a0e-4c1b-9a57-0c1f6f3b1a05', 'governance-administrator', 'internal', 'governance-administrator', 'Manages policies and their violations', 0, 0);

-- Who has a role, over time. No row in force means: not a member.
CREATE TABLE role_member (
  identity_id INTEGER NOT NULL REFERENCES identity,
  -- The property of the person that holds it.
  property TEXT NOT NULL CHECK (property IN ('roles','authzRoles')),
  role_id INTEGER NOT NULL REFERENCES role,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL DEFAULT 9007199254740991,
  given_by TEXT NOT NULL,
  taken_by TEXT,
  PRIMARY KEY (identity_id, property, role_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX role_member_once ON role_member (role_id, identity_id, property) WHERE to_at = 9007199254740991;

-- While it is in force, tasks for one person go to the other.
CREATE TABLE delegation (
  id INTEGER PRIMARY KEY,
  identity_id INTEGER NOT NULL REFERENCES identity,
  delegate_id INTEGER NOT NULL REFERENCES identity,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL DEFAULT 9007199254740991,
  made_by TEXT NOT NULL,
  CHECK (identity_id <> delegate_id),
  CHECK (from_at < to_at)
) STRICT;
CREATE INDEX delegation_of ON delegation (identity_id, to_at);

-- Entries of the glossary, bundles among them. The body is what a client wrote; columns beside it are what the rules
-- read from it, so that lists need not.
CREATE TABLE glossary_entry (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL UNIQUE,
  class TEXT NOT NULL CHECK (class IN ('identity','identity-value','object','system','system-attribute','system-value','requestable-item-bundle')),
  -- What two entries of a class may not share.
  natural_key TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_type(body) = 'object'),
  display_name TEXT NOT NULL,
  requestable INTEGER NOT NULL CHECK (requestable IN (0,1)),
  risk_level INTEGER,
  object_id TEXT,
  -- The entitlement of an application that a system-value publishes.
  entitlement_id INTEGER REFERENCES entitlement,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX glossary_entry_once ON glossary_entry (class, natural_key) WHERE removed_at IS NULL;
CREATE INDEX glossary_entry_by_name ON glossary_entry (display_name COLLATE NOCASE, id) WHERE removed_at IS NULL;
CREATE INDEX glossary_entry_of_object ON glossary_entry (object_id) WHERE object_id IS NOT NULL AND removed_at IS NULL;
CREATE UNIQUE INDEX glossary_entry_of_entitlement ON glossary_entry (entitlement_id) WHERE entitlement_id IS NOT NULL AND removed_at IS NULL;
CREATE TRIGGER glossary_entry_is_never_removed BEFORE DELETE ON glossary_entry BEGIN SELECT RAISE(ABORT, 'an entry gets a date of removal, its row stays'); END;

-- Whose manager somebody is.
CREATE INDEX person_now_by_manager ON person_now (manager) WHERE manager <> '';

CREATE TABLE request_field (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  input_type TEXT NOT NULL CHECK (input_type IN ('text','radio','select','typeahead','checkbox','datepicker','file')),
  input_options TEXT NOT NULL DEFAULT '[]' CHECK (json_type(input_options) = 'array'),
  object_type TEXT,
  required INTEGER NOT NULL CHECK (required IN (0,1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX request_field_once ON request_field (name) WHERE removed_at IS NULL;
`
