/** How far one item of a request is, in words that need no knowledge of its steps. */
export const itemStatuses = ['pending', 'open', 'resolved', 'completed', 'canceled', 'scheduled', 'snoozed'] as const
export type ItemStatus = (typeof itemStatuses)[number]

/**
 * The status of an item, of columns of `request_item i` and of the event `e` that made it, if one did. What was carried out
 * and is to be proved is resolved; it is open again when the data contradicts it. A claim that no data can show, and one that
 * the people of its event have verified, are completed.
 */
export const itemStatusSql = `CASE
  WHEN i.outcome IN ('denied','cancelled','not-provisioned') THEN 'canceled'
  WHEN i.outcome = 'provisioned' AND i.verification = 'contradicted' THEN 'open'
  WHEN i.outcome = 'provisioned' AND i.verification = 'claimed' AND coalesce(e.stage, '') <> 'completed' THEN 'resolved'
  WHEN i.outcome = 'provisioned' THEN 'completed'
  WHEN i.step = 'scheduled' THEN CASE WHEN i.begins_at IS NULL THEN 'snoozed' ELSE 'scheduled' END
  WHEN i.step IN ('provisioning','script') THEN 'open'
  ELSE 'pending' END`
