import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import { DismissProposal, EventProposalList, ReportProposal } from '../../../contract/event-proposals.ts'
import { PersonnelEventDetail } from '../../../contract/personnel-events.ts'
import { dismissProposal, reportProposal } from '../../domain/personnel-events/proposals/confirm.service.ts'
import { listProposals } from '../../domain/personnel-events/proposals/proposal.view.ts'
import { type Route, route } from '../http/route.ts'
import { answerEvent } from './event-answer.ts'
import { participantIn } from './participant-in.ts'

const params = z.object({ id: Guid })
const proposalPath = '/v1/personnel-events/proposals'

export const eventProposalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: proposalPath,
    summary: 'List what rosters show and nobody has reported yet',
    access: { scope: 'events:read' },
    answers: { status: 200, schema: EventProposalList },
    handle: ({ services }) => ({ body: { items: listProposals(services.env.store.reader) } }),
  }),
  route({
    method: 'POST',
    path: `${proposalPath}/:id/report`,
    summary: 'Report the event that a roster shows',
    access: { scope: 'events:write' },
    params,
    body: ReportProposal,
    answers: { status: 201, schema: PersonnelEventDetail },
    handle(context) {
      const { params: p, body, services } = context
      return answerEvent(context, reportProposal(services.env, participantIn(context), p.id, body.effectiveOn))
    },
  }),
  route({
    method: 'POST',
    path: `${proposalPath}/:id/dismiss`,
    summary: 'Say that what a roster shows is no event',
    access: { scope: 'events:write' },
    params,
    body: DismissProposal,
    answers: { status: 204, schema: null },
    handle(context) {
      dismissProposal(context.services.env, participantIn(context), context.params.id, context.body.reason)
      return {}
    },
  }),
]
