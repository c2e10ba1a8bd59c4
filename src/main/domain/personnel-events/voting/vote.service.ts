import { runAction, type ActionContext } from '../../access-requests/workflow/action-context.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { personnelEventSettings } from '../../settings/personnel-event-settings.service.ts'
import { isAmong, type Participant, requirePerson, requireRight } from '../../sign-in/participant.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent, VotedStage } from '../model/event.ts'
import { getEvent } from '../reading/get-event.service.ts'
import { recordEvent } from '../record-event.ts'
import { approveEvent, rejectEvent, sendBack } from '../running/stage-ends.service.ts'
import { advanceEvent } from '../running/advance.service.ts'
import { answers } from './answers.store.ts'
import { requirementsOf, whyNotVote } from './requirements.service.ts'
import { tally } from './requirements.ts'
import { openItemsOf } from '../running/event-items.ts'

export interface Vote {
  readonly answer: 'approved' | 'rejected'
  readonly comment: string
}

/**
 * Answers for the stage that an event is in. One answer serves every role that the person has, unless the rules say that
 * each needs a person of its own.
 * @throws DomainError `not-found`, `forbidden`; `conflict` when nothing waits for an answer; `invalid` without a needed reason
 */
export function vote(env: Environment, participant: Participant, guid: string, input: Vote): PersonnelEvent {
  requireRight(participant, 'requests:decide')
  return runAction(env, participant, (ctx) => {
    const { tx, at } = ctx
    const event = getEvent(tx, participant, guid)
    const identity = requirePerson(participant)
    const stage = votedStageOf(event)
    const before = requirementsOf(tx, event, stage, at)
    const whyNot = whyNotVote(event, before, participant)
    if (whyNot !== null) throw new DomainError('forbidden', whyNot)
    requireReason(ctx, event, input)
    const own = before.filter(
      ({ answer, candidates }) => answer === null && candidates.some((candidate) => isAmong(participant, candidate)),
    )
    const { oneAnswerServesAllRoles } = personnelEventSettings(tx)
    if (!oneAnswerServesAllRoles && before.some(({ answer }) => answer?.identity === identity))
      throw new DomainError('forbidden', 'You have answered in another role; the rules ask for another person here.')
    const served = oneAnswerServesAllRoles ? own : own.slice(0, 1)
    for (const { role, application } of served)
      answers.add(tx, event.id, stage, { role, application, identity, at, ...input })
    recordEvent(ctx, event, {
      action: stage === 'approval' ? `approval-${input.answer}` : `verification-${input.answer}`,
      text: `${stage === 'approval' ? 'Approval' : 'Verification'}: ${input.answer} as ${served.map(({ role }) => roleWords[role]).join(', ')}.${input.comment === '' ? '' : ` ${input.comment}`}`,
      details: { roles: served.map(({ role }) => role) },
    })
    return afterVote(ctx, event, stage)
  })
}

export const roleWords = {
  supervisor: 'supervisor',
  'application-owner': 'application owner',
  'security-officer': 'security officer',
  personnel: 'personnel',
} as const

function afterVote(ctx: ActionContext, event: PersonnelEvent, stage: VotedStage): PersonnelEvent {
  const result = tally(requirementsOf(ctx.tx, event, stage, ctx.at))
  if (stage === 'approval') {
    if (result === 'rejected') return rejectEvent(ctx, event)
    return result === 'approved' ? approveEvent(ctx, event) : event
  }
  if (result === 'rejected') return sendBack(ctx, event)
  return advanceEvent(ctx, event)
}

/** A rejection says why. So does who verifies what no data has shown yet: their word is then all that stands behind it. */
function requireReason({ tx }: ActionContext, event: PersonnelEvent, { answer, comment }: Vote): void {
  if (comment.trim() !== '') return
  const unproved = openItemsOf(tx, event).filter(({ verification }) => verification === 'claimed').length
  if (answer === 'rejected')
    throw new DomainError('invalid', 'A rejection needs a reason.', [{ field: 'comment', message: 'is required' }])
  if (event.stage === 'verification' && unproved > 0)
    throw new DomainError(
      'invalid',
      `No import has shown ${unproved === 1 ? 'one item' : `${unproved} items`} yet. Say what you have seen, or wait for the next extract.`,
      [{ field: 'comment', message: 'is required while items are not proved' }],
    )
}

/**
 * Takes back one's answers while the stage is open.
 * @throws DomainError `not-found`; `conflict` when there is none to take back, or the stage is over
 */
export function withdrawVote(env: Environment, participant: Participant, guid: string): PersonnelEvent {
  return runAction(env, participant, (ctx) => {
    const event = getEvent(ctx.tx, participant, guid)
    const identity = requirePerson(participant)
    const stage = votedStageOf(event)
    if (answers.withdraw(ctx.tx, event.id, stage, identity) === 0)
      throw new DomainError('conflict', 'You have not answered in this stage.')
    recordEvent(ctx, event, { action: 'answer-withdrawn', text: 'Took an answer back.' })
    return events.get(ctx.tx, event.id)
  })
}

/** @throws DomainError `conflict` */
function votedStageOf({ stage }: PersonnelEvent): VotedStage {
  if (stage === 'approval' || stage === 'verification') return stage
  throw new DomainError('conflict', 'This event is not in a stage that waits for answers.')
}
