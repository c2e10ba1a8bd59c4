import { contain, foldSearch } from '../../storage/fold.ts'
import type { Reader } from '../../storage/open.ts'
import { prepared } from '../../storage/query.ts'
import { type EntitlementKey, entitlementName, entitlementPath } from '../identities/access-facts.ts'

interface Row {
  readonly id: number
  readonly guid: string
  readonly applicationId: string
  readonly application: string
  readonly group_name: string
  readonly heading: string
  readonly section: string
  readonly permission: string
  readonly description: string
  readonly privileged: 'yes' | 'no'
  readonly holders: number
  readonly entry: string | null
}

/** An entitlement that the latest import of its application brought, and the entry that publishes it. */
export interface PublishableEntitlement {
  readonly id: number
  readonly applicationId: string
  readonly application: string
  readonly name: string
  readonly path: string
  readonly description: string
  readonly privileged: boolean
  readonly holders: number
  readonly entry: string | null
}

export interface EntitlementFilter {
  /** GUID of an application; null means all. */
  readonly application: string | null
  readonly words: string | null
  readonly published: boolean | null
  /** Only some rows of entitlements. */
  readonly ids?: readonly number[] | null
}

const from = `
  FROM entitlement e JOIN application p ON p.id = e.application_id AND p.kind = 'application' AND p.archived_at IS NULL
  JOIN entitlement_version v ON v.entitlement_id = e.id JOIN source s ON s.id = v.source_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq
  LEFT JOIN glossary_entry g ON g.entitlement_id = e.id AND g.removed_at IS NULL
  WHERE (@application IS NULL OR p.guid = @application)
    AND (@ids IS NULL OR e.id IN (SELECT value FROM json_each(@ids)))
    AND (@published IS NULL OR (g.id IS NOT NULL) = @published)
    AND (@words IS NULL OR ${contain(['p.name', 'e.group_name', 'e.heading', 'e.section', 'e.permission', 'v.description'])})`
const holders = `(SELECT count(*) FROM holder_version h WHERE h.entitlement_id = e.id AND h.from_seq <= s.current_seq AND h.to_seq > s.current_seq)`
const page = `
  SELECT e.id, p.guid AS applicationId, p.name AS application, e.group_name, e.heading, e.section, e.permission, v.description, v.privileged,
    ${holders} AS holders, g.idm_id AS entry ${from} ORDER BY p.name, e.group_name, e.heading, e.section, e.permission, e.id LIMIT @limit OFFSET @offset`
const count = `SELECT count(*) AS n ${from}`

const keys = `
  SELECT e.group_name, e.heading, e.section, e.permission
  FROM entitlement e JOIN application p ON p.id = e.application_id WHERE p.guid = ?`

const bound = ({ application, words, published, ids }: EntitlementFilter) => ({
  application,
  ids: ids ? JSON.stringify(ids) : null,
  words: foldSearch(words?.trim() ?? '') || null,
  published: published === null ? null : Number(published),
})

function read({ group_name, heading, section, permission, privileged, ...row }: Row): PublishableEntitlement {
  const key: EntitlementKey = [group_name, heading, section, permission]
  return { ...row, name: entitlementName(key), path: entitlementPath(key), privileged: privileged === 'yes' }
}

export const publishable = {
  page: (db: Reader, filter: EntitlementFilter, offset: number, limit: number): PublishableEntitlement[] =>
    prepared<Row>(db, page)
      .all({ ...bound(filter), offset, limit })
      .map(read),
  count: (db: Reader, filter: EntitlementFilter): number =>
    prepared<{ n: number }>(db, count).get(bound(filter))?.n ?? 0,
  /** How many entitlements an application has, or once had, under each name. */
  names(db: Reader, application: string): ReadonlyMap<string, number> {
    const names = new Map<string, number>()
    for (const { group_name, heading, section, permission } of prepared<Row>(db, keys).all(application)) {
      const name = entitlementName([group_name, heading, section, permission])
      names.set(name, (names.get(name) ?? 0) + 1)
    }
    return names
  },
}
