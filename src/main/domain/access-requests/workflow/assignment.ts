import { personPrincipal, type Principal, samePrincipal } from '../../roles/principal.ts'

/** Who gets a level of a chain. */
export type Assignment =
  /** The setting for auto-approval lets it pass without a task. */
  | { readonly kind: 'auto' }
  | {
      readonly kind: 'task'
      readonly approver: Principal
      /** Whom the chain named, when that is somebody else. */
      readonly original: Principal | null
      readonly delegated: boolean
    }

/** What the rule needs to know besides its input. */
export interface AssignmentContext {
  readonly requester: number | null
  readonly requestee: number
  readonly autoApproval: boolean
  readonly autoApprovalForGroup: boolean
  /** The role that everybody has who signs in. */
  readonly isEverybody: (role: number) => boolean
  readonly isMember: (role: number, identity: number) => boolean
  readonly delegateOf: (identity: number) => number | undefined
  /** Whether anybody of a principal is there and has no part in the request. */
  readonly canAct: (principal: Principal) => boolean
  readonly defaultGroup: Principal
}

/**
 * Gives a level to somebody who may decide it (C.3). Who made the request, or whom it is for, never gets it: it goes to the
 * default group then, whose other members decide. Not to their delegate either, whom they could have chosen for this
 * request. For anybody else a delegate stands in, unless that one is a party. A level of everybody is one of nobody, and
 * goes to the default group too, as does one of whom nobody can act.
 */
export function assignTask(approver: Principal, context: AssignmentContext): Assignment {
  const { requester, requestee } = context
  const isParty = (identity: number) => identity === requester || identity === requestee
  if (requester !== null && approver.kind === 'identity' && approver.id === requester && context.autoApproval)
    return { kind: 'auto' }
  if (approver.kind === 'role' && context.isEverybody(approver.id))
    return { kind: 'task', approver: context.defaultGroup, original: approver, delegated: false }
  if (
    requester !== null &&
    approver.kind === 'role' &&
    context.autoApprovalForGroup &&
    context.isMember(approver.id, requester)
  )
    return { kind: 'auto' }
  const delegate = approver.kind === 'identity' && !isParty(approver.id) ? context.delegateOf(approver.id) : undefined
  if (delegate !== undefined && !isParty(delegate)) {
    const standIn = personPrincipal(delegate)
    if (context.canAct(standIn)) return { kind: 'task', approver: standIn, original: approver, delegated: true }
  }
  return context.canAct(approver)
    ? { kind: 'task', approver, original: null, delegated: false }
    : { kind: 'task', approver: context.defaultGroup, original: approver, delegated: false }
}

/** Whether two levels share one task: whoever gets both, for themselves or for somebody else, gets one. */
export const sameTask = (a: Assignment, b: Assignment): boolean =>
  a.kind === 'task' && b.kind === 'task' && samePrincipal(a.approver, b.approver)
