import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { Figures } from './metrics.ts'

/** Entitlements of an application with whether each was there before and after a generation, by group. */
const byGroup = `
  SELECT e.group_name, count(vn.entitlement_id) AS now, count(vb.entitlement_id) AS before,
    sum((vn.entitlement_id IS NULL) <> (vb.entitlement_id IS NULL) OR vn.from_seq IS @seq) AS touched
  FROM entitlement e
  LEFT JOIN entitlement_version vn ON vn.entitlement_id = e.id AND vn.source_id = @source AND vn.from_seq <= @seq AND vn.to_seq > @seq
  LEFT JOIN entitlement_version vb ON vb.entitlement_id = e.id AND vb.source_id = @source AND vb.from_seq < @seq AND vb.to_seq >= @seq
  WHERE e.application_id = @application AND e.group_name <> '' GROUP BY e.group_name`
const figures = `
  SELECT count(*) FILTER (WHERE now > 0) AS total, count(*) FILTER (WHERE now > 0 AND before = 0) AS added,
    count(*) FILTER (WHERE now > 0 AND before > 0 AND touched > 0) AS changed,
    count(*) FILTER (WHERE now = 0 AND before > 0) AS removed
  FROM (${byGroup})`

/** What a generation did to the groups of an application: a group is there while any entitlement of it is. */
export function groupChanges(db: Reader, application: number, source: number, seq: number): Figures {
  const changes = prepared<Figures>(db, figures).get({ application, source, seq })
  return changes ?? { total: 0, added: 0, changed: 0, removed: 0 }
}
