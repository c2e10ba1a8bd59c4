import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  ApprovalCard,
  ApprovalTask,
  ApprovalTaskPage,
  DecideTasksResult,
  type DecideTask,
  type RecordDecision,
} from '../../../contract/approvals.ts'
import { HistoryEntry } from '../../../contract/request-parts.ts'
import type { z } from 'zod'
import { request } from '../../api/client.ts'
import { attachFile } from '../../shared/request-parts/attach-file.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export type TaskFilter = 'active' | 'closed' | 'all'

export const approvalKeys = {
  all: ['approvals'] as const,
  one: (id: string) => [...approvalKeys.all, 'one', id] as const,
  waiting: () => [...approvalKeys.all, 'waiting'] as const,
}

/** Number of open tasks of the signed-in user. */
export function useWaiting() {
  return useQuery({
    queryKey: approvalKeys.waiting(),
    queryFn: ({ signal }) => request(ApprovalTaskPage, apiPaths.approvals, { query: { limit: 1 }, signal }),
    select: ({ total }) => total,
  })
}

export function useCard(id: string) {
  return useQuery({
    queryKey: approvalKeys.one(id),
    queryFn: ({ signal }) => request(ApprovalCard, apiPaths.approval(id), { signal }),
    placeholderData: keepPreviousData,
  })
}

const useChange = <V, T>(change: (value: V) => Promise<T>) => useSaveChange(approvalKeys.all, change)

export const useDecide = ({ id, revision }: ApprovalTask) =>
  useChange((body: z.input<typeof DecideTask>) =>
    request(ApprovalTask, apiPaths.decideApproval(id), { method: 'POST', body, ifMatch: revision }),
  )
export const useRecord = ({ id, revision }: ApprovalTask) =>
  useChange((body: z.input<typeof RecordDecision>) =>
    request(ApprovalTask, apiPaths.recordDecision(id), { method: 'POST', body, ifMatch: revision }),
  )
export const useReassign = (id: string) =>
  useChange((to: string) => request(ApprovalTask, apiPaths.reassignApproval(id), { method: 'POST', body: { to } }))
export const useConsult = (id: string) =>
  useChange((adviser: string | null) =>
    adviser === null
      ? request(ApprovalTask, apiPaths.consultOnApproval(id), { method: 'DELETE' })
      : request(ApprovalTask, apiPaths.consultOnApproval(id), { method: 'POST', body: { adviser } }),
  )
export const useComment = (requestId: string) =>
  useChange((body: { comment: string; hidden: boolean }) =>
    request(HistoryEntry, apiPaths.requestComments(requestId), { method: 'POST', body }),
  )
export const useAttach = (requestId: string) => useChange(attachFile(requestId))
export const useDecideMany = () =>
  useChange((body: { tasks: { id: string; revision: number }[]; all: 'yes' | 'no'; comment: string }) =>
    request(DecideTasksResult, apiPaths.decideApprovals, { method: 'POST', body }),
  )
