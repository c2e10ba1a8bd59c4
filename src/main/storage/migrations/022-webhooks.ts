/**
 * Webhooks: what happened, told to another program that somebody named.
 *
 * Which items of requests changed is written down by triggers, so that no use case can forget to say it; everything else
 * is read from the audit log. Both only while there is a webhook.
 *
 * Beside it: a value of a property can be requested once somebody has the property, so whether anybody has it is no longer
 * stored with the entry.
 */
const whenThereIsAWebhook = 'WHEN EXISTS (SELECT 1 FROM webhook WHERE removed_at IS NULL)'
const itemChanged = (name: string, event: string, items: string): string => `
CREATE TRIGGER webhook_item_changed_by_${name} AFTER ${event} ${whenThereIsAWebhook} BEGIN
  INSERT OR IGNORE INTO webhook_item_changed (item_id) ${items};
END;`

export const webhooks = `
CREATE TABLE webhook (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  topics TEXT NOT NULL CHECK (json_type(topics) = 'array'),
  -- Null: of every application.
  application_id INTEGER REFERENCES application,
  state TEXT NOT NULL CHECK (state IN ('active','paused','stopped')),
  stopped_because TEXT NOT NULL DEFAULT '',
  -- How often in a row the receiver could not be reached, and until when it is left alone.
  failures INTEGER NOT NULL DEFAULT 0,
  rests_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE webhook_delivery (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  webhook_id INTEGER NOT NULL REFERENCES webhook,
  event TEXT NOT NULL,
  -- The item of a request that it tells of, if it tells of one.
  item_id INTEGER REFERENCES request_item,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','delivered','given-up')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_try_at, id) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_of_webhook ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_of_webhook_by_state ON webhook_delivery (webhook_id, state, id);
CREATE INDEX webhook_delivery_ended ON webhook_delivery (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE webhook_attempt (
  id INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES webhook_delivery,
  at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  -- Null where there was no answer.
  status INTEGER,
  failure TEXT
) STRICT;
CREATE INDEX webhook_attempt_of_delivery ON webhook_attempt (delivery_id, id);

-- Up to which entry of the audit log everything has been told.
CREATE TABLE webhook_cursor (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;

-- Items of requests whose change has not been looked at yet, and what was last told of each.
CREATE TABLE webhook_item_changed (item_id INTEGER PRIMARY KEY REFERENCES request_item) STRICT;
CREATE TABLE webhook_item (
  item_id INTEGER PRIMARY KEY REFERENCES request_item,
  status TEXT NOT NULL,
  assignee TEXT
) STRICT;
${itemChanged('creation', 'INSERT ON request_item', 'VALUES (new.id)')}
${itemChanged('progress', 'UPDATE OF step, outcome, verification, begins_at ON request_item', 'VALUES (new.id)')}
${itemChanged('assignment', 'INSERT ON approval_task_item', 'VALUES (new.item_id)')}
${itemChanged('decision', 'UPDATE OF outcome ON approval_task_item', 'VALUES (new.item_id)')}
${itemChanged('task', 'UPDATE OF status, approver_identity, approver_role ON approval_task', 'SELECT item_id FROM approval_task_item WHERE task_id = new.id')}
${itemChanged('event', 'UPDATE OF stage ON personnel_event', 'SELECT item_id FROM personnel_event_item WHERE event_id = new.id')}

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''ended'')', '''ended'',''callback'')') WHERE type = 'table' AND name = 'request_history';
PRAGMA writable_schema = RESET;

CREATE INDEX person_attribute_by_name ON person_attribute (attribute);
UPDATE glossary_entry SET requestable = 1
WHERE class = 'identity-value' AND requestable = 0 AND removed_at IS NULL AND display_name <> '' AND json_extract(body, '$.requestable') = 1
  AND json_extract(body, '$.attributeName') NOT IN ('removed','userName','accountStatus','password','displayName','employeeNumber','givenName','sn',
    'mail','manager','reports','roles','authzRoles');
`
