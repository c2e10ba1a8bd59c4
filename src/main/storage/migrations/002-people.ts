/**
 * People who sign in, what they sign in with, and tokens of scripts.
 *
 * No secret stands here: passwords as argon2id, sessions, codes and tokens as SHA-256 of at least 178 random bits. A user
 * is never deleted, only disabled: the audit log names users for good.
 */
export const people = `
CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  username TEXT NOT NULL,
  -- NFKC and lower case, so that no two users look alike by case or by width.
  username_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  identity_guid TEXT,
  roles TEXT NOT NULL CHECK (json_valid(roles)),
  -- No password: the user can't sign in with one.
  password_hash TEXT,
  password_changed_at INTEGER,
  last_signed_in_at INTEGER,
  disabled_at INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE TRIGGER user_is_never_removed BEFORE DELETE ON user BEGIN SELECT RAISE(ABORT, 'a user is disabled, never deleted'); END;

-- A setup session has no user; it counts only while there is no owner. An ended session is deleted.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  secret_hash BLOB NOT NULL UNIQUE,
  user_id INTEGER REFERENCES user,
  via TEXT NOT NULL CHECK (via IN ('password','one-time link','kept sign-in','window')),
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  -- When the password was last given: step-up asks for it at most five minutes ago.
  proved_at INTEGER,
  locked_at INTEGER,
  ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_end ON session (ends_at);

-- What opens a session once: a link, or what a machine keeps in its key store so that its person stays signed in.
-- A used code stays for a day, so that a second use is recognised as one.
CREATE TABLE one_time_code (
  secret_hash BLOB PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('link','kept')),
  user_id INTEGER REFERENCES user,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  refusals INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  secret_hash BLOB NOT NULL UNIQUE,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  -- Null when the local operator or the first run made it: then nobody's roles limit it.
  owner_id INTEGER REFERENCES user,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  never_expires_because TEXT,
  last_used_at INTEGER,
  revoked_at INTEGER,
  revoked_because TEXT,
  successor_id INTEGER REFERENCES api_token,
  revision INTEGER NOT NULL,
  CHECK (expires_at IS NOT NULL OR never_expires_because IS NOT NULL)
) STRICT;
CREATE INDEX api_token_by_owner ON api_token (owner_id);
CREATE TRIGGER api_token_secret_is_permanent BEFORE UPDATE OF secret_hash ON api_token
  BEGIN SELECT RAISE(ABORT, 'a token has one secret for life'); END;
CREATE TRIGGER api_token_stays_revoked BEFORE UPDATE OF revoked_at ON api_token WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
  BEGIN SELECT RAISE(ABORT, 'a revoked token stays revoked'); END;

-- What tokens did, outside the audit chain: reads must not wait for a disk. Paths without their query.
CREATE TABLE api_call (
  id INTEGER PRIMARY KEY,
  token_id INTEGER NOT NULL REFERENCES api_token,
  at INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  request_id TEXT NOT NULL
) STRICT;
CREATE INDEX api_call_by_token ON api_call (token_id, id);
CREATE INDEX api_call_by_time ON api_call (at);
`
