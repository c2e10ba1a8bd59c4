import type { Json } from '../../shared/canonical-json.ts'
import { type Difference, differences } from '../../audit/differences.ts'
import { DomainError } from '../../shared/errors.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { isPartyTo, type Outcome, type RequestItem } from '../model/request.ts'

/** What is said of an item; what is absent stays. */
interface ItemWrite {
  /** All of its fields with their new values. */
  readonly fields?: { readonly [name: string]: Json } | undefined
  readonly timesApproved?: number | undefined
  readonly outcome?: Outcome | null | undefined
}

export const requireDirectRequest = () =>
  new DomainError('forbidden', 'Nobody decides on a request that they made or that is for them.')

/** @throws DomainError `forbidden` for who made the request or whom it is for */
export function requireNotParty(request: Parameters<typeof isPartyTo>[0], { identity }: Participant): void {
  if (isPartyTo(request, identity)) throw requireDirectRequest()
}

/** What a write would change of an item, field by field. */
export function changedInItem(item: Pick<RequestItem, 'fields' | 'timesApproved' | 'outcome'>, write: ItemWrite) {
  const { fields = item.fields, timesApproved = item.timesApproved, outcome = item.outcome } = write
  return differences(flat(item), flat({ fields, timesApproved, outcome }))
}

const flat = ({ fields, timesApproved, outcome }: Pick<RequestItem, 'fields' | 'timesApproved' | 'outcome'>) => ({
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields.${name}`, value])),
  timesApproved,
  outcome,
})

/** Whether nothing is done but what who asked may do too: end it without access. */
export const onlyCancels = (changes: readonly Difference[]): boolean =>
  changes.every(
    ({ what, from, to }) => to === 'cancelled' && (what === 'outcome' || (what === 'status' && from === 'in-progress')),
  )
