/**
 * Stored values lose their blanks: 'not provisioned' becomes 'not-provisioned'.
 *
 * Left as they were written, because something signed or hashed commits to their bytes: `audit_entry`,
 * `audit_checkpoint`, and `rule_version.rules` (`rulesOf` reads both spellings). 'schema made by' keeps its key: programs
 * that are older than a database look it up to say which program made it.
 *
 * A CHECK can't be altered in place. SQLite's own procedure for a change that leaves the content of a table valid is an
 * edit of sqlite_schema (lang_altertable.html, section 7); migrate() switches the connection's defence off meanwhile.
 */
const renamed: Readonly<Record<string, readonly (readonly [was: string, is: string])[]>> = {
  request_item: [
    ['custom workflow', 'custom-workflow'],
    ['not provisioned', 'not-provisioned'],
    ['by hand', 'by-hand'],
  ],
  approval_task_item: [['not provisioned', 'not-provisioned']],
  request_history: [
    ['not provisioned', 'not-provisioned'],
    ['consult cancelled', 'consult-cancelled'],
    ['file removed', 'file-removed'],
  ],
  policy_scan_run: [
    ['by hand', 'by-hand'],
    ['after imports', 'after-imports'],
  ],
  session: [
    ['one-time link', 'one-time-link'],
    ['kept sign-in', 'saved-sign-in'],
  ],
  account_match: [
    ['employee number', 'employee-number'],
    ['user name', 'user-name'],
    ['e-mail', 'email'],
    ['by hand', 'by-hand'],
  ],
}

const columns: Readonly<Record<string, readonly string[]>> = {
  request_item: ['step', 'outcome', 'verification'],
  approval_task_item: ['outcome'],
  request_history: ['action'],
  policy_scan_run: ['kind'],
  session: ['via'],
  account_match: ['method'],
}

const cases = (column: string, pairs: readonly (readonly [string, string])[]): string =>
  `CASE ${column} ${pairs.map(([was, is]) => `WHEN '${was}' THEN '${is}'`).join(' ')} ELSE ${column} END`
const among = (column: string, pairs: readonly (readonly [string, string])[]): string =>
  `${column} IN (${pairs.map(([was]) => `'${was}'`).join(', ')})`

const updates = Object.entries(renamed).flatMap(([table, pairs]) =>
  (columns[table] ?? []).map(
    (column) => `UPDATE ${table} SET ${column} = ${cases(column, pairs)} WHERE ${among(column, pairs)};`,
  ),
)

/** `replace(replace(expression, …), …)`, of values in quotes. */
const replaced = (expression: string, quote: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((inner, [was, is]) => `replace(${inner}, '${quote}${was}${quote}', '${quote}${is}${quote}')`, expression)

const checks = Object.entries(renamed).map(
  ([table, pairs]) =>
    `UPDATE sqlite_schema SET sql = ${replaced('sql', "''", pairs)} WHERE type = 'table' AND name = '${table}';`,
)

/** JSON texts that hold these values; the quotes around them keep free text as it is. */
const guardCodes = [
  ['removed accounts', 'removed-accounts'],
  ['removed grants', 'removed-grants'],
  ['added grants', 'added-grants'],
  ['lost privileged access', 'lost-privileged-access'],
  ['empty file', 'empty-file'],
  ['shorter than the last file', 'shorter-than-last-file'],
  ['older than the last file', 'older-than-last-file'],
] as const
const roles = [
  ['security officer', 'security-officer'],
  ['application manager', 'application-manager'],
] as const

export const kebabCase = `
DROP TRIGGER request_item_outcome_is_final;
DROP INDEX request_item_waiting;
PRAGMA ignore_check_constraints = ON;
${updates.join('\n')}
PRAGMA writable_schema = ON;
${checks.join('\n')}
PRAGMA writable_schema = RESET;
PRAGMA ignore_check_constraints = OFF;
CREATE INDEX request_item_waiting ON request_item (step, id) WHERE step IN ('custom-workflow','script');
CREATE TRIGGER request_item_outcome_is_final BEFORE UPDATE OF outcome ON request_item
  WHEN OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome
  BEGIN SELECT RAISE(ABORT, 'an outcome is final'); END;

UPDATE user SET roles = ${replaced('roles', '"', roles)};
UPDATE import SET guard = ${replaced('guard', '"', guardCodes)} WHERE guard IS NOT NULL;
UPDATE import SET summary = replace(summary, '"books":{', '"reconciliation":{') WHERE summary IS NOT NULL;
UPDATE setting SET key = replace(key, ' ', '-') WHERE key IN ('policy scans', 'fingerprint key', 'cursor key', 'host id', 'api switch');
`
