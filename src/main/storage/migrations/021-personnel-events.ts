/**
 * Personnel events: a joiner, mover, leaver or leave, from its approval to the proof of what it changed; and access
 * models, the ideal access of a kind of job.
 *
 * What an event changes in an application is an item of a request like any other: it has no entry of the catalogue for one
 * entitlement, but an application and its privileges. An item that must wait for its day stands in step `scheduled`.
 */
const newGuid = `lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`

export const personnelEvents = `
ALTER TABLE request_item ADD COLUMN guid TEXT NOT NULL DEFAULT '';
UPDATE request_item SET guid = ${newGuid};
CREATE UNIQUE INDEX request_item_by_guid ON request_item (guid);
-- Set for the items of personnel events, which are about an application and not about one entry.
ALTER TABLE request_item ADD COLUMN application_id INTEGER REFERENCES application;
CREATE INDEX request_item_of_application ON request_item (application_id, id) WHERE application_id IS NOT NULL;
-- When an item in step 'scheduled' begins; null there means: when somebody says so.
ALTER TABLE request_item ADD COLUMN begins_at INTEGER;
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'step IN (''approval'',', 'step IN (''scheduled'',''approval'',') WHERE type = 'table' AND name = 'request_item';
PRAGMA writable_schema = RESET;

-- What an item of an application changes, one row for each privilege.
CREATE TABLE request_item_privilege (
  id INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL REFERENCES request_item,
  -- Null: of an account that is still to be made.
  account_id INTEGER REFERENCES account,
  -- Null: the account itself.
  entitlement_id INTEGER REFERENCES entitlement,
  -- The access before and after; null means that it is not held.
  access_before TEXT,
  access_after TEXT
) STRICT;
CREATE INDEX request_item_privilege_of_item ON request_item_privilege (item_id, id);
CREATE INDEX request_item_privilege_of_account ON request_item_privilege (account_id, item_id) WHERE account_id IS NOT NULL;
CREATE INDEX request_item_privilege_of_entitlement ON request_item_privilege (entitlement_id, item_id) WHERE entitlement_id IS NOT NULL;

CREATE TABLE personnel_event (
  -- Its number, too.
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('onboard','offboard','role-transition','leave-of-absence')),
  stage TEXT NOT NULL CHECK (stage IN ('approval','provision','removal','verification','completed','rejected','cancelled')),
  -- Null for an onboarding until its approval makes the identity.
  identity_id INTEGER REFERENCES identity,
  -- Of the person: what an onboarding says of them, what a role transition changes.
  person TEXT NOT NULL DEFAULT '{}' CHECK (json_type(person) = 'object'),
  -- What of it was different before, where a roster has changed it already.
  person_before TEXT NOT NULL DEFAULT '{}' CHECK (json_type(person_before) = 'object'),
  -- GUIDs of access models that somebody chose besides the automatic ones.
  models TEXT NOT NULL DEFAULT '[]' CHECK (json_type(models) = 'array'),
  -- Local business dates as 2026-03-15.
  effective_on TEXT NOT NULL,
  -- As 17:00; null means the beginning of the day.
  effective_time TEXT,
  end_on TEXT,
  -- Since when it was true, when the notice came late, and why it came late.
  true_since TEXT,
  late_reason TEXT,
  origin TEXT NOT NULL CHECK (origin IN ('api','window','command-line','roster')),
  reporter_id INTEGER REFERENCES identity,
  -- The user or token.
  reported_by TEXT NOT NULL,
  assignee_id INTEGER REFERENCES identity,
  created_at INTEGER NOT NULL,
  approved_at INTEGER,
  -- What was approved of an event that gives access, as keys of privileges; null takes whatever the plan says.
  approved_changes TEXT CHECK (approved_changes IS NULL OR json_type(approved_changes) = 'array'),
  -- When the work of this stage began; null while it waits for its day.
  begun_at INTEGER,
  -- When it changed the person, on its date.
  took_effect_at INTEGER,
  removal_begun_at INTEGER,
  verification_at INTEGER,
  ended_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0,
  CHECK ((stage IN ('completed','rejected','cancelled')) = (ended_at IS NOT NULL)),
  CHECK (kind = 'onboard' OR identity_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX personnel_event_open_once ON personnel_event (identity_id, kind) WHERE identity_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX personnel_event_of_identity ON personnel_event (identity_id, id);
CREATE INDEX personnel_event_by_date ON personnel_event (effective_on, id);
CREATE INDEX personnel_event_open ON personnel_event (stage, effective_on, id) WHERE ended_at IS NULL;
CREATE TRIGGER personnel_event_is_never_removed BEFORE DELETE ON personnel_event BEGIN SELECT RAISE(ABORT, 'a personnel event stays'); END;

-- Applications that an event leaves out.
CREATE TABLE personnel_event_left_out (
  event_id INTEGER NOT NULL REFERENCES personnel_event,
  application_id INTEGER NOT NULL REFERENCES application,
  PRIMARY KEY (event_id, application_id)
) STRICT, WITHOUT ROWID;

-- The answers of those who must answer. A second round of the same stage begins when the first led back to work.
CREATE TABLE personnel_event_answer (
  event_id INTEGER NOT NULL REFERENCES personnel_event,
  stage TEXT NOT NULL CHECK (stage IN ('approval','verification')),
  role TEXT NOT NULL CHECK (role IN ('supervisor','application-owner','security-officer','personnel')),
  -- 0 where the role is not about one application.
  application_id INTEGER NOT NULL DEFAULT 0,
  answer TEXT NOT NULL CHECK (answer IN ('approved','rejected')),
  identity_id INTEGER NOT NULL REFERENCES identity,
  at INTEGER NOT NULL,
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (event_id, stage, role, application_id)
) STRICT, WITHOUT ROWID;

-- The items that an event made, and in which stage they are carried out.
CREATE TABLE personnel_event_item (
  item_id INTEGER PRIMARY KEY REFERENCES request_item,
  event_id INTEGER NOT NULL REFERENCES personnel_event,
  stage TEXT NOT NULL CHECK (stage IN ('provision','removal'))
) STRICT;
CREATE INDEX personnel_event_item_of_event ON personnel_event_item (event_id, item_id);

CREATE TABLE personnel_event_activity (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES personnel_event,
  at INTEGER NOT NULL,
  -- Null: Castellan itself, or a token that is nobody.
  identity_id INTEGER REFERENCES identity,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('activity','comment')),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX personnel_event_activity_of_event ON personnel_event_activity (event_id, id);

-- What a roster shows, for a person to confirm or to dismiss.
CREATE TABLE personnel_event_proposal (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('onboard','offboard','role-transition','return')),
  identity_id INTEGER NOT NULL REFERENCES identity,
  import_id INTEGER NOT NULL REFERENCES import,
  -- The business date of the extract.
  noticed_on TEXT NOT NULL,
  person TEXT NOT NULL DEFAULT '{}' CHECK (json_type(person) = 'object'),
  person_before TEXT NOT NULL DEFAULT '{}' CHECK (json_type(person_before) = 'object'),
  created_at INTEGER NOT NULL,
  outcome TEXT CHECK (outcome IN ('reported','dismissed','overtaken')),
  outcome_at INTEGER,
  outcome_by TEXT,
  reason TEXT NOT NULL DEFAULT '',
  event_id INTEGER REFERENCES personnel_event,
  UNIQUE (import_id, identity_id, kind)
) STRICT;
CREATE UNIQUE INDEX personnel_event_proposal_open ON personnel_event_proposal (identity_id, kind) WHERE outcome IS NULL;

CREATE TABLE access_model (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  owner_id INTEGER REFERENCES identity,
  enabled INTEGER NOT NULL CHECK (enabled IN (0,1)),
  enrolment TEXT NOT NULL CHECK (enrolment IN ('automatic','optional')),
  -- Who is enrolled, or offered it: [{attribute, values}], all of which must hold.
  conditions TEXT NOT NULL CHECK (json_type(conditions) = 'array'),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX access_model_once ON access_model (name COLLATE NOCASE) WHERE removed_at IS NULL;

-- The ideal access, over the versions of its model.
CREATE TABLE access_model_entitlement (
  model_id INTEGER NOT NULL REFERENCES access_model,
  entitlement_id INTEGER NOT NULL REFERENCES entitlement,
  access TEXT NOT NULL DEFAULT '',
  from_revision INTEGER NOT NULL,
  to_revision INTEGER NOT NULL DEFAULT 2147483647,
  PRIMARY KEY (model_id, entitlement_id, from_revision)
) STRICT, WITHOUT ROWID;
`
