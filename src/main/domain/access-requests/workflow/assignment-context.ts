import { entryOf } from '../../catalogue/catalogue.service.ts'
import { rolePrincipal } from '../../roles/principal.ts'
import { membersOf } from '../../roles/roles.service.ts'
import type { Request, RequestItem } from '../model/request.ts'
import type { ActionContext } from './action-context.ts'
import type { AssignmentContext } from './assignment.ts'
import { isEverybody } from './default-group.ts'
import { groupThatCanAct } from './group-that-can-act.ts'
import { canAnybodyAct } from './who-can-act.ts'
import { delegations } from './delegations.service.ts'
import { grantsCastellanRights } from './self-grant-check.ts'

/** What the assignment of a level needs to know of an item. */
export const assignmentContext = (
  ctx: ActionContext,
  { requester, requestee }: Request,
  item: RequestItem,
): AssignmentContext => ({
  requester,
  requestee,
  ...autoApproval(ctx, item),
  isEverybody: (role: number) => isEverybody(ctx.tx, rolePrincipal(role)),
  isMember: (role: number, identity: number) => membersOf(ctx.tx, role).includes(identity),
  delegateOf: (identity: number) =>
    ctx.settings.delegationEnabled
      ? delegations.inForce(ctx.tx, identity, ctx.at, { requester, requestee })
      : undefined,
  canAct: (principal) => canAnybodyAct(ctx.tx, principal, { requester, requestee }),
  defaultGroup: groupThatCanAct(ctx, { requester, requestee }),
})

/** Which levels are approved automatically; never those of a right in this program. */
function autoApproval({ tx, settings }: ActionContext, { entryId }: RequestItem) {
  const { enableAutoApproval, enableAutoApprovalForGroup } = settings
  const mayPass =
    (enableAutoApproval || enableAutoApprovalForGroup) && !grantsCastellanRights(tx, entryOf(tx, entryId), settings)
  return { autoApproval: mayPass && enableAutoApproval, autoApprovalForGroup: mayPass && enableAutoApprovalForGroup }
}
