/**
 * Requests for access, the tasks of those who decide them, and what was said and attached.
 *
 * Two rules stand in the database itself, below every path of the program: nobody decides on a request that they made or
 * that is for them, and an outcome is final.
 */
export const requests = `
CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL UNIQUE,
  -- Null: Castellan itself, when access reaches its end.
  requester_id INTEGER REFERENCES identity,
  requestee_id INTEGER NOT NULL REFERENCES identity,
  status TEXT NOT NULL CHECK (status IN ('in-progress','complete','cancelled')),
  comment TEXT NOT NULL DEFAULT '',
  -- The bundles that were unpacked, as an array of ids.
  bundle_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_type(bundle_ids) = 'array'),
  requested_at INTEGER NOT NULL,
  completed_at INTEGER,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0,
  UNIQUE (id, requester_id, requestee_id),
  CHECK ((status = 'in-progress') = (completed_at IS NULL))
) STRICT;
CREATE INDEX request_of_requester ON request (requester_id, status, id);
CREATE INDEX request_of_requestee ON request (requestee_id, status, id);
CREATE INDEX request_by_status ON request (status, id);
CREATE TRIGGER request_is_never_removed BEFORE DELETE ON request BEGIN SELECT RAISE(ABORT, 'a request gets a date of removal, its row stays'); END;

CREATE TABLE request_item (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request,
  entry_id INTEGER NOT NULL REFERENCES glossary_entry,
  action TEXT NOT NULL CHECK (action IN ('add','change','remove','suspend','restore')),
  display_name TEXT NOT NULL,
  fields TEXT NOT NULL DEFAULT '{}' CHECK (json_type(fields) = 'object'),
  -- Who decides, level by level, as it was resolved when the request was made.
  chain TEXT NOT NULL DEFAULT '[]' CHECK (json_type(chain) = 'array'),
  parallel INTEGER NOT NULL DEFAULT 0 CHECK (parallel IN (0,1)),
  times_approved INTEGER NOT NULL DEFAULT 0,
  step TEXT NOT NULL CHECK (step IN ('approval','provisioning','custom workflow','script','done')),
  outcome TEXT CHECK (outcome IN ('provisioned','not provisioned','denied','cancelled')),
  outcome_at INTEGER,
  -- Who set the outcome without a task: an administrator.
  outcome_by INTEGER REFERENCES identity,
  verification TEXT NOT NULL DEFAULT 'none' CHECK (verification IN ('none','claimed','proved','contradicted','by hand')),
  verified_at INTEGER,
  -- What proves or contradicts it: import, generation, account, line.
  evidence TEXT CHECK (evidence IS NULL OR json_valid(evidence)),
  -- Access that was given until a day, and the request that takes it back.
  ends_at INTEGER,
  ended_by INTEGER REFERENCES request,
  UNIQUE (request_id, entry_id),
  CHECK ((step = 'done') = (outcome IS NOT NULL)),
  CHECK ((outcome IS NULL) = (outcome_at IS NULL))
) STRICT;
CREATE INDEX request_item_of_entry ON request_item (entry_id, id);
CREATE INDEX request_item_to_prove ON request_item (verification, id) WHERE verification IN ('claimed','contradicted');
CREATE INDEX request_item_to_end ON request_item (ends_at) WHERE ends_at IS NOT NULL AND ended_by IS NULL;
CREATE INDEX request_item_waiting ON request_item (step, id) WHERE step IN ('custom workflow','script');
CREATE TRIGGER request_item_outcome_is_final BEFORE UPDATE OF outcome ON request_item
  WHEN OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome
  BEGIN SELECT RAISE(ABORT, 'an outcome is final'); END;
CREATE TRIGGER nobody_settles_their_own_request BEFORE UPDATE OF outcome, outcome_by ON request_item
  WHEN NEW.outcome_by IS NOT NULL AND NEW.outcome <> 'cancelled'
    AND EXISTS (SELECT 1 FROM request r WHERE r.id = NEW.request_id AND NEW.outcome_by IN (r.requester_id, r.requestee_id))
  BEGIN SELECT RAISE(ABORT, 'nobody decides on a request that they made or that is for them'); END;

CREATE TABLE approval_task (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  idm_id TEXT NOT NULL UNIQUE,
  request_id INTEGER NOT NULL,
  -- Copies for lists and for the rule below; the foreign key holds them equal to the request's.
  requester_id INTEGER,
  requestee_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('approval','provisioning')),
  status TEXT NOT NULL CHECK (status IN ('in-progress','complete','cancelled')),
  level INTEGER NOT NULL,
  approver_identity INTEGER REFERENCES identity,
  approver_role INTEGER REFERENCES role,
  -- Whom the chain named, when somebody else has it now.
  original_identity INTEGER REFERENCES identity,
  original_role INTEGER REFERENCES role,
  delegated INTEGER NOT NULL DEFAULT 0 CHECK (delegated IN (0,1)),
  consult_identity INTEGER REFERENCES identity,
  consult_role INTEGER REFERENCES role,
  due_at INTEGER NOT NULL,
  expired_at INTEGER,
  created_at INTEGER NOT NULL,
  completed_at INTEGER,
  completed_by INTEGER REFERENCES identity,
  -- Who took down a decision that came by mail or on paper.
  recorded_by INTEGER REFERENCES identity,
  workflow_task_id TEXT,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0,
  FOREIGN KEY (request_id, requester_id, requestee_id) REFERENCES request (id, requester_id, requestee_id),
  FOREIGN KEY (request_id) REFERENCES request (id),
  CHECK ((approver_identity IS NULL) <> (approver_role IS NULL)),
  CHECK (consult_identity IS NULL OR consult_role IS NULL),
  CHECK ((status = 'in-progress') = (completed_at IS NULL)),
  CHECK (completed_by IS NULL OR status = 'complete'),
  CONSTRAINT nobody_decides_on_their_own_request CHECK (kind = 'provisioning' OR (
    (completed_by IS NULL OR (completed_by <> requestee_id AND completed_by IS NOT requester_id)) AND
    (recorded_by IS NULL OR (recorded_by <> requestee_id AND recorded_by IS NOT requester_id))))
) STRICT;
CREATE INDEX approval_task_of_person ON approval_task (approver_identity, due_at, id) WHERE status = 'in-progress' AND approver_identity IS NOT NULL;
CREATE INDEX approval_task_of_role ON approval_task (approver_role, due_at, id) WHERE status = 'in-progress' AND approver_role IS NOT NULL;
CREATE INDEX approval_task_of_consult ON approval_task (consult_identity, due_at, id) WHERE status = 'in-progress' AND consult_identity IS NOT NULL;
CREATE INDEX approval_task_of_consult_role ON approval_task (consult_role, due_at, id) WHERE status = 'in-progress' AND consult_role IS NOT NULL;
CREATE INDEX approval_task_completed ON approval_task (completed_by, id) WHERE completed_by IS NOT NULL;
CREATE INDEX approval_task_of_request ON approval_task (request_id, id);
CREATE INDEX approval_task_due ON approval_task (due_at) WHERE status = 'in-progress' AND expired_at IS NULL;
CREATE TRIGGER approval_task_is_never_removed BEFORE DELETE ON approval_task BEGIN SELECT RAISE(ABORT, 'a task gets a date of removal, its row stays'); END;

CREATE TABLE approval_task_item (
  task_id INTEGER NOT NULL REFERENCES approval_task,
  item_id INTEGER NOT NULL REFERENCES request_item,
  outcome TEXT CHECK (outcome IN ('approved','rejected','provisioned','not provisioned','cancelled')),
  comment TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (task_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_task_item_of_item ON approval_task_item (item_id, task_id);

CREATE TABLE request_history (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request,
  at INTEGER NOT NULL,
  -- Null: Castellan itself.
  identity_id INTEGER REFERENCES identity,
  action TEXT NOT NULL CHECK (action IN ('pending','approved','rejected','auto-approved','auto-provisioned','provisioned','not provisioned',
    'cancelled','comment','consult','consult cancelled','upload','file removed','reassign','expired','updated','proved','contradicted','ended')),
  content TEXT NOT NULL DEFAULT '',
  -- The items it is about, as an array of their ids; empty means all.
  item_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_type(item_ids) = 'array'),
  -- Seen by those who decide, not by requester and requestee.
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0,1)),
  task_id INTEGER REFERENCES approval_task
) STRICT;
CREATE INDEX request_history_of_request ON request_history (request_id, id);

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES request,
  file_name TEXT NOT NULL,
  file_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB NOT NULL,
  -- Seen with these items only; empty means all.
  item_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_type(item_ids) = 'array'),
  owner_id INTEGER REFERENCES identity,
  added_at INTEGER NOT NULL,
  UNIQUE (request_id, file_name)
) STRICT;

CREATE TABLE notification_template (
  name TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0,1)),
  updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was to be said to people, rendered; sent where a way to send is configured.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  template TEXT NOT NULL,
  request_id INTEGER REFERENCES request,
  task_id INTEGER REFERENCES approval_task,
  identity_id INTEGER NOT NULL REFERENCES identity,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  failure TEXT
) STRICT;
CREATE INDEX outbox_to_send ON outbox (next_try_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_of_person ON outbox (identity_id, id);
`
