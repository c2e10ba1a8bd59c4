import { type ActionContext, runAction } from '../../access-requests/workflow/action-context.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { identityOf } from '../../identities/references.service.ts'
import { personObjectId } from '../../shared/object-ids.ts'
import { businessDayAt } from '../../shared/business-day.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError, notFound } from '../../shared/errors.ts'
import { type Participant, requireRight } from '../../sign-in/participant.ts'
import { resumeOpenEvent } from '../change-event.service.ts'
import { addEvent } from '../create-event.service.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent } from '../model/event.ts'
import { type Proposal, proposals } from './proposals.store.ts'

/**
 * Makes the event that a roster proposes. What happened before today is reported late, with the roster as the reason.
 * @param effectiveOn null: the day of the extract, or today when that has passed
 */
export function confirmProposal(ctx: ActionContext, proposal: Proposal, effectiveOn: string | null): PersonnelEvent {
  const { tx, at, actor } = ctx
  const { kind, identity, noticedOn } = proposal
  if (kind === 'return') {
    const leave = events.openTwin(tx, { kind: 'leave-of-absence', identity, email: '' })
    if (!leave) throw new DomainError('conflict', 'The leave has ended already.')
    const resumed = resumeOpenEvent(ctx, leave, effectiveOn)
    proposals.end(tx, { identity, kind, at, by: actor.name, event: leave.id })
    return resumed
  }
  const today = businessDayAt(at)
  const isLate = noticedOn < today
  return addEvent(ctx, {
    kind,
    person: personObjectId(identityOf(tx, identity).idmId),
    values: proposal.person,
    valuesBefore: proposal.personBefore,
    effectiveOn: effectiveOn ?? (isLate ? today : noticedOn),
    effectiveTime: null,
    endOn: null,
    late: isLate ? { trueSince: noticedOn, reason: `The roster of ${noticedOn} shows it.` } : null,
    models: [],
    comment: '',
    origin: 'roster',
  })
}

/** Confirms a proposal as somebody. @throws DomainError `forbidden`, `not-found`, `conflict` when it is settled */
export function reportProposal(
  env: Environment,
  participant: Participant,
  guid: string,
  effectiveOn: string | null,
): PersonnelEvent {
  requireRight(participant, 'events:write')
  return runAction(env, participant, (ctx) => confirmProposal(ctx, openProposal(ctx, guid), effectiveOn))
}

/** Says that nothing happened to the person. @throws DomainError `forbidden`, `not-found`, `conflict` when it is settled */
export function dismissProposal(env: Environment, participant: Participant, guid: string, reason: string): void {
  requireRight(participant, 'events:write')
  runAction(env, participant, (ctx) => {
    const { tx, at, actor } = ctx
    const { identity, kind } = openProposal(ctx, guid)
    proposals.end(tx, { identity, kind, at, by: actor.name, event: null, reason })
    recordAudit(tx, at, actor, {
      action: 'personnel-event.proposal-dismissed',
      object: { type: 'person', id: identityOf(tx, identity).guid, name: identityOf(tx, identity).name },
      details: { kind, reason },
    })
    ctx.events.push({ type: 'personnel-event', id: guid })
  })
}

function openProposal({ tx }: ActionContext, guid: string): Proposal {
  const proposal = proposals.byGuid(tx, guid)
  if (!proposal) throw notFound('proposal')
  if (proposal.outcome !== null) throw new DomainError('conflict', 'This proposal is settled already.')
  return proposal
}
