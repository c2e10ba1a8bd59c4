import { rulesOf, textIn } from '../catalogue/entry.ts'
import type { Entry } from '../catalogue/catalogue.service.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { isMembershipProperty } from '../roles/role.ts'
import { giveRole, takeRole } from '../roles/roles.service.ts'
import { type Action, takesAway } from './action.ts'
import { type Outcome } from './request.ts'
import type { Turn } from './turn.ts'

export interface Provisioned {
  readonly outcome: Extract<Outcome, 'provisioned' | 'not provisioned'>
  /** In words, when nothing was done. */
  readonly why: string
}

const done: Provisioned = { outcome: 'provisioned', why: '' }
const notDone = (why: string): Provisioned => ({ outcome: 'not provisioned', why })

/** Gives or takes what Castellan keeps itself: roles and attributes of people (C.4). Never what a system keeps. */
export function provisionByDefault(turn: Turn, requestee: number, entry: Entry, action: Action): Provisioned {
  switch (entry.class) {
    case 'object':
      return provisionRole(turn, requestee, entry, action)
    default:
      return notDone('Castellan can’t give access in another system.')
  }
}

function provisionRole({ tx, at, actor }: Turn, identity: number, entry: Entry, action: Action): Provisioned {
  const role = findPrincipal(tx, textIn(entry.body, 'objectId'))
  const property = rulesOf(entry.body).userProvisionProperty
  if (role?.kind !== 'role') return notDone('The role is gone.')
  if (!isMembershipProperty(property)) return notDone(`People have no property ${property}.`)
  const holding = { identity, role: role.id, property }
  if (takesAway(action)) return takeRole(tx, at, actor, holding) ? done : notDone('It was not held.')
  return giveRole(tx, at, actor, holding) ? done : notDone('It was held already.')
}
