import { entryOf } from '../../catalogue/catalogue.service.ts'
import { takesAway } from '../../catalogue/item-action.ts'
import type { Request, RequestItem, Verification } from '../model/request.ts'
import type { ActionContext } from './action-context.ts'
import { holdsItem } from './holdings.service.ts'

/**
 * What stands behind somebody's word that an item was carried out: in a system, its next data; for roles and attributes,
 * what Castellan itself has of the person, at once.
 */
export function initialVerification(
  { tx }: ActionContext,
  { requestee }: Request,
  { entryId, action, application }: RequestItem,
): Verification {
  if (application !== null) return 'claimed'
  const entry = entryOf(tx, entryId)
  if (entry.entitlement !== null) return 'claimed'
  // What a script calls a system has no data here that could say so.
  if (entry.class !== 'object' && entry.class !== 'identity-value') return 'none'
  return holdsItem(tx, requestee, entry) !== takesAway(action) ? 'proved' : 'none'
}
