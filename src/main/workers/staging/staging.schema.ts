import { stagingVersion } from '../../storage/staging-reader.ts'
import { accountAttributes, blankMeans } from '../../domain/identities/access-facts.ts'

/**
 * One database per import, beside the main one and deleted with the import. It is a scratch pad: built without a
 * journal, flushed once at the end, and never trusted without its digest.
 */
export const stagingSchema = `
PRAGMA user_version = ${stagingVersion};
CREATE TABLE account (
  id INTEGER PRIMARY KEY, user_name TEXT NOT NULL, guid TEXT,
  ${accountAttributes.map((name) => `${name} TEXT NOT NULL DEFAULT '${blankMeans[name] ?? ''}'`).join(', ')},
  -- Which of several rows about one person counts: the larger text.
  rank TEXT NOT NULL DEFAULT '',
  file_id INTEGER NOT NULL, line INTEGER NOT NULL
) STRICT;
CREATE TABLE entitlement (
  id INTEGER PRIMARY KEY, group_name TEXT NOT NULL, heading TEXT NOT NULL, section TEXT NOT NULL, permission TEXT NOT NULL, guid TEXT,
  description TEXT NOT NULL, privileged TEXT NOT NULL,
  file_id INTEGER NOT NULL, line INTEGER NOT NULL
) STRICT;
-- What the file says, row by row. When unchanged lines are recognised, only the others.
CREATE TABLE fact (
  account_id INTEGER NOT NULL, entitlement_id INTEGER NOT NULL, access TEXT NOT NULL, file_id INTEGER NOT NULL, line INTEGER NOT NULL
) STRICT;
-- What later rows say of an account or an entitlement, where it is not what its first row says.
CREATE TABLE account_variant (id INTEGER NOT NULL, attributes TEXT NOT NULL, rank TEXT NOT NULL, file_id INTEGER NOT NULL, line INTEGER NOT NULL, UNIQUE (id, attributes, rank)) STRICT;
CREATE TABLE entitlement_variant (id INTEGER NOT NULL, attributes TEXT NOT NULL, rank TEXT NOT NULL, file_id INTEGER NOT NULL, line INTEGER NOT NULL, UNIQUE (id, attributes, rank)) STRICT;
-- Rows that end before the header does, one of each account.
CREATE TABLE short_row (account_id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, line INTEGER NOT NULL) STRICT;
-- Grants of the base generation whose line is no longer in the file.
CREATE TABLE gone (account_id INTEGER NOT NULL, entitlement_id INTEGER NOT NULL) STRICT;
-- The preview, in the order in which a person reads it: an account's own change, then its grants.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, account_id INTEGER NOT NULL, entitlement_id INTEGER NOT NULL,
  before TEXT, after TEXT, file_id INTEGER, line INTEGER
) STRICT;
-- Filled by apply: changes that stay out. The holds themselves live in the main database.
CREATE TABLE held (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE rejected (
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, line INTEGER NOT NULL, disposition TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL,
  -- Whose an unknown row is; blank for every other.
  user_name TEXT NOT NULL DEFAULT ''
) STRICT;
-- Changes that rows which could not be read may contradict, each with one such row. Nothing of it is applied unless a person says so.
CREATE TABLE doubt (change_id INTEGER PRIMARY KEY, rejected_id INTEGER NOT NULL) STRICT;
-- Accounts of which a row could not be read, or ends before the header does.
CREATE TABLE unknown_account (account_id INTEGER PRIMARY KEY, rejected_id INTEGER NOT NULL) STRICT;
`
