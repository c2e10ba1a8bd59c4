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
  id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, line INTEGER NOT NULL, disposition TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL
) STRICT;
`
