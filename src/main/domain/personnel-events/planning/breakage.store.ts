import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'

interface Named {
  readonly name: string
}

const forever = 9007199254740991

/** What depends on somebody besides their access. */
export const dependents = {
  applications: (db: Reader, identity: number) =>
    prepared<Named>(
      db,
      'SELECT p.name FROM application_owner o JOIN application p ON p.id = o.application_id WHERE o.identity_id = ? ORDER BY p.name',
    ).all(identity),
  openTasks: (db: Reader, identity: number): number =>
    prepared<{ n: number }>(
      db,
      "SELECT count(*) AS n FROM approval_task WHERE approver_identity = ? AND status = 'in-progress'",
    ).get(identity)?.n ?? 0,
  delegations: (db: Reader, identity: number, at: number): number =>
    prepared<{ n: number }>(
      db,
      'SELECT count(*) AS n FROM delegation WHERE (identity_id = @identity OR delegate_id = @identity) AND to_at > @at',
    ).get({ identity, at })?.n ?? 0,
  users: (db: Reader, identity: number) =>
    prepared<Named>(
      db,
      'SELECT u.username AS name FROM user u JOIN identity i ON i.guid = u.identity_guid WHERE i.id = ? AND u.disabled_at IS NULL',
    ).all(identity),
  tokens: (db: Reader, identity: number, at: number) =>
    prepared<Named>(
      db,
      `SELECT t.name FROM api_token t JOIN user u ON u.id = t.owner_id JOIN identity i ON i.guid = u.identity_guid
       WHERE i.id = @identity AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > @at) ORDER BY t.name`,
    ).all({ identity, at }),
  roles: (db: Reader, identity: number) =>
    prepared<Named>(
      db,
      `SELECT r.name FROM role_member m JOIN role r ON r.id = m.role_id WHERE m.identity_id = ? AND m.to_at = ${forever} ORDER BY r.name`,
    ).all(identity),
}
