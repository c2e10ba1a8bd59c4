import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { EventProposalList } from '../../../contract/event-proposals.ts'
import {
  type ChangePersonnelEvent,
  type NewPersonnelEvent,
  PersonnelEventDetail,
  PersonnelEventPage,
  type VoteOnEvent,
} from '../../../contract/personnel-events.ts'
import { request } from '../../api/client.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { type ApiPath, apiPaths } from '../../shared/navigation/paths.ts'

export const eventKeys = {
  all: ['personnel-events'] as const,
  one: (id: string) => [...eventKeys.all, 'one', id] as const,
  waiting: () => [...eventKeys.all, 'waiting'] as const,
}

/** Number of events that need an answer of the signed-in user. */
export function useWaitingEvents() {
  return useQuery({
    queryKey: eventKeys.waiting(),
    queryFn: ({ signal }) =>
      request(PersonnelEventPage, apiPaths.personnelEvents, { query: { view: 'waiting', limit: 1 }, signal }),
    select: ({ total }) => total,
  })
}

/** What rosters show and nobody has reported. */
export function useProposals() {
  return useQuery({
    queryKey: [...eventKeys.all, 'proposals'],
    queryFn: ({ signal }) => request(EventProposalList, apiPaths.eventProposals, { signal }),
    select: ({ items }) => items,
  })
}

export const useReportProposal = (id: string) => useChange(() => post(apiPaths.reportProposal(id), {}))
export const useDismissProposal = (id: string) =>
  useSaveChange(eventKeys.all, (reason: string) =>
    request(z.undefined(), apiPaths.dismissProposal(id), { method: 'POST', body: { reason } }),
  )

export function useEvent(id: string) {
  return useQuery({
    queryKey: eventKeys.one(id),
    queryFn: ({ signal }) => request(PersonnelEventDetail, apiPaths.personnelEvent(id), { signal }),
    placeholderData: keepPreviousData,
  })
}

const useChange = <V>(change: (value: V) => Promise<PersonnelEventDetail>) => useSaveChange(eventKeys.all, change)
const post = (path: ApiPath, body: unknown) => request(PersonnelEventDetail, path, { method: 'POST', body })

export const useReport = () =>
  useChange((body: z.input<typeof NewPersonnelEvent>) => post(apiPaths.personnelEvents, body))
export const useVote = (id: string) =>
  useChange((body: z.input<typeof VoteOnEvent>) => post(apiPaths.eventVotes(id), body))
export const useWithdraw = (id: string) =>
  useChange(() => request(PersonnelEventDetail, apiPaths.eventVotes(id), { method: 'DELETE' }))
export const useCancelEvent = (id: string) => useChange((reason: string) => post(apiPaths.cancelEvent(id), { reason }))
export const useResume = (id: string) => useChange((on: string | null) => post(apiPaths.resumeEvent(id), { on }))
export const useCommentOnEvent = (id: string) =>
  useChange((comment: string) => post(apiPaths.eventComments(id), { comment }))
export const useEditEvent = (id: string, revision: number) =>
  useChange((body: z.input<typeof ChangePersonnelEvent>) =>
    request(PersonnelEventDetail, apiPaths.personnelEvent(id), { method: 'PATCH', body, ifMatch: revision }),
  )
