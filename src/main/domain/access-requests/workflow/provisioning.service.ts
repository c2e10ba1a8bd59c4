import type { Json } from '../../shared/canonical-json.ts'
import { rulesOf, textIn } from '../../catalogue/entry.ts'
import type { Entry } from '../../catalogue/catalogue.service.ts'
import { columnOf } from '../../managed-users/properties.ts'
import { setUserProperty } from '../../managed-users/change-managed-user.service.ts'
import { isUserProperty, managedUserOf } from '../../managed-users/managed-users.service.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import { isMembershipProperty } from '../../authorization/internal-roles.ts'
import { giveRole, takeRole } from '../../roles/roles.service.ts'
import { type Action, takesAway } from '../../catalogue/item-action.ts'
import { hasLeft } from './has-left.ts'
import { type Outcome } from '../model/request.ts'
import { requests } from './requests.store.ts'
import type { ActionContext } from './action-context.ts'

export interface Provisioned {
  readonly outcome: Extract<Outcome, 'provisioned' | 'not-provisioned'>
  /** In words, when nothing was done. */
  readonly why: string
}

const done: Provisioned = { outcome: 'provisioned', why: '' }
const notDone = (why: string): Provisioned => ({ outcome: 'not-provisioned', why })

/** Grants or removes what Castellan itself stores: roles and attributes of people (C.4). */
export function provisionOwnObjects(ctx: ActionContext, requestee: number, entry: Entry, action: Action): Provisioned {
  if (!takesAway(action) && hasLeft(ctx.tx, requestee)) return notDone('They have left.')
  switch (entry.class) {
    case 'object':
      return provisionRole(ctx, requestee, entry, action)
    case 'identity-value':
      return provisionProperty(ctx, requestee, entry, action)
    default:
      return notDone('Castellan can’t give access in another system.')
  }
}

function provisionRole({ tx, at, actor }: ActionContext, identity: number, entry: Entry, action: Action): Provisioned {
  const role = findPrincipal(tx, textIn(entry.body, 'objectId'))
  const property = rulesOf(entry.body).userProvisionProperty
  if (role?.kind !== 'role') return notDone('The role is gone.')
  if (!isMembershipProperty(property)) return notDone(`People have no property ${property}.`)
  const holding = { identity, role: role.id, property }
  if (takesAway(action)) return takeRole(tx, at, actor, holding) ? done : notDone('It was not held.')
  // Held until a day: the new grant replaces it, with its own end or none.
  if (giveRole(tx, at, actor, holding) || requests.hasEnd(tx, identity, entry.id)) return done
  return notDone('It was held already.')
}

/** Sets the attribute, or takes the value out; where it holds several, one more or one less. */
function provisionProperty(
  { tx, at, actor }: ActionContext,
  identity: number,
  entry: Entry,
  action: Action,
): Provisioned {
  const name = textIn(entry.body, 'attributeName')
  const value = entry.body['attributeValue'] ?? null
  if (!isUserProperty(tx, name)) return notDone(`${name} is never given by a request.`)
  const column = columnOf[name] ?? null
  const user = managedUserOf(tx, identity)
  const current = column === null ? ownOf(user, name) : standingText(user, column)
  const equal = (element: unknown) => JSON.stringify(element) === JSON.stringify(value)
  const held = Array.isArray(current) ? current.some(equal) : equal(current)
  if (held !== takesAway(action)) return notDone(held ? 'It was held already.' : 'It was not held.')
  const rest = Array.isArray(current) ? current : null
  const next = takesAway(action)
    ? (rest?.filter((element) => !equal(element)) ?? null)
    : rest
      ? [...rest, value]
      : value
  return setUserProperty(tx, at, actor, { identity, column, name, value: next })
    ? done
    : notDone('A roster says so; it is changed there.')
}

const standingText = (user: ReturnType<typeof managedUserOf>, column: string): string | null =>
  (user as unknown as Readonly<Record<string, string>>)[column] || null

const ownOf = ({ own }: ReturnType<typeof managedUserOf>, name: string): Json =>
  Object.hasOwn(own, name) ? (own[name] ?? null) : null
