import type { Database } from 'better-sqlite3'
import type { Writer } from '../../storage/open.ts'
import {
  type AccountAttribute,
  accountAttributes,
  entitlementAttributes,
} from '../../domain/identities/access-facts.ts'
import type { StageJob } from '../../domain/jobs/jobs.ts'
import { AnchorIndex, IdReservation } from './anchors.ts'

interface IndexContext {
  readonly live: Writer
  readonly staging: Database
  readonly job: StageJob
}

/** @param stated the columns that are written; the others have their defaults, which equal a blank cell */
export function accountIndex({ live, staging, job }: IndexContext, stated: readonly AccountAttribute[]): AnchorIndex {
  const rows = live.prepare<[number], { id: number; user_name: string }>(
    'SELECT id, user_name FROM account WHERE application_id = ?',
  )
  const existing = new Map<string, number>()
  for (const { id, user_name } of rows.iterate(job.applicationId)) existing.set(user_name, id)
  return new AnchorIndex({
    existing,
    reserve: new IdReservation(live, 'account'),
    staging,
    into: {
      table: 'account',
      columns: ['id', 'user_name', 'guid', ...stated, 'rank', 'file_id', 'line'],
      isRanked: true,
      attributes: stated.map((name) => accountAttributes.indexOf(name)),
    },
    hashKey: job.fingerprintKey,
  })
}

export function entitlementIndex({ live, staging, job }: IndexContext): AnchorIndex {
  const rows = live.prepare<[number], { id: number; key: string }>(
    `SELECT id, group_name || char(31) || heading || char(31) || section || char(31) || permission AS key FROM entitlement WHERE application_id = ?`,
  )
  const existing = new Map<string, number>()
  for (const { id, key } of rows.iterate(job.applicationId)) existing.set(key, id)
  return new AnchorIndex({
    existing,
    reserve: new IdReservation(live, 'entitlement'),
    staging,
    into: {
      table: 'entitlement',
      columns: `id group_name heading section permission guid ${entitlementAttributes.join(' ')} file_id line`.split(
        ' ',
      ),
      attributes: entitlementAttributes.map((_, at) => at),
      isRanked: false,
    },
    hashKey: job.fingerprintKey,
  })
}
