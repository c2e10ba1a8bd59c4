import type { Reader } from '../../../storage/open.ts'
import { ownersOf } from '../../applications/application-references.service.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import { personPrincipal, type Principal } from '../../roles/principal.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import type { Request, RequestItem } from '../model/request.ts'
import type { ActionContext } from './action-context.ts'
import { groupThatCanAct } from './group-that-can-act.ts'
import { hasLeft } from './has-left.ts'
import { canAnybodyAct } from './who-can-act.ts'

/**
 * Whom the entry names as it reads now, else the default group. Not somebody who can’t act, nor who made the request or whom
 * it is for: an entry that is changed under way could name them, and they would say of their own access that it was given.
 */
export function provisionerOf(
  { tx, settings }: ActionContext,
  request: Request,
  { entryId, application }: RequestItem,
) {
  const name = rulesOf(entryOf(tx, entryId).body).provisioner
  const named = name === null ? undefined : findPrincipal(tx, name)
  const group = groupThatCanAct({ tx, settings }, request)
  const provisioner = named ?? soleOwner(tx, application) ?? group
  const isAble = canAnybodyAct(tx, provisioner, request)
  return {
    kind: 'task',
    approver: isAble ? provisioner : group,
    original: isAble ? null : provisioner,
    delegated: false,
  } as const
}

/** The one owner of an application who is still there: with several of them nobody would know whose work it is. */
function soleOwner(db: Reader, application: number | null): Principal | undefined {
  const [owner, other] = application === null ? [] : ownersOf(db, application).filter((person) => !hasLeft(db, person))
  return owner === undefined || other !== undefined ? undefined : personPrincipal(owner)
}
