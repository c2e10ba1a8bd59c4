import type { AccessGrant } from '../../../../contract/access.ts'
import type { Person } from '../../../../contract/identities.ts'
import type { Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { instant } from '../../shared/instant.ts'
import { entitlementName, entitlementPath } from '../access-facts.ts'
import { viewPersonAt } from '../people.service.ts'
import type { GrantAtMoment } from './grants.store.ts'
import { peopleAt } from './people-at.store.ts'

/** Grants with the people behind them, as they were at the moment. */
export function viewGrants(db: Reader, moment: Moment, rows: readonly GrantAtMoment[]): AccessGrant[] {
  const identities = [...new Set(rows.flatMap(({ identity }) => (identity === null ? [] : [identity])))]
  const people = new Map(peopleAt.some(db, moment, identities).map((row) => [row.id, viewPersonAt(row)]))
  return rows.map((row) => viewGrant(row, row.identity === null ? null : (people.get(row.identity) ?? null)))
}

function viewGrant(row: GrantAtMoment, person: Person | null): AccessGrant {
  const key = [row.group_name, row.heading, row.section, row.permission] as const
  return {
    application: { id: row.applicationGuid, name: row.applicationName },
    account: {
      id: row.accountGuid,
      userName: row.userName,
      name: row.fullName,
      active: row.active === 'yes',
      locked: row.locked === 'yes',
      lastSignIn: row.lastSignIn,
    },
    owner: row.identity !== null ? 'person' : row.matched === null ? 'none' : 'nobody',
    person,
    entitlement: { id: row.entitlement, name: entitlementName(key), path: entitlementPath(key) },
    access: row.access,
    privileged: row.privileged === 'yes',
    since: { extractAt: instant(row.extractAt), isFirstExtract: row.seq === 1 },
    isUncertain: row.isUncertain === 1,
    provenance: {
      importId: row.importGuid,
      generation: row.seq,
      file: row.file,
      line: row.line,
      rulesVersion: row.rulesVersion,
      appliedAt: instant(row.appliedAt),
    },
  }
}
