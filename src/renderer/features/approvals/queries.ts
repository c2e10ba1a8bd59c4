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
import { createChangeCounter } from '../../shared/lists/change-counter.ts'
import { attachFile } from '../../shared/request-parts/attach-file.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'

export type TaskFilter = 'active' | 'closed' | 'all'

export const taskChanges = createChangeCounter()

export const approvalKeys = {
  all: ['approvals'] as const,
  one: (id: string) => [...approvalKeys.all, 'one', id] as const,
  waiting: () => [...approvalKeys.all, 'waiting'] as const,
}

const taskPath = (id: string) => `/v1/approvals/${encodeURIComponent(id)}`

export const fetchTasks = (show: TaskFilter, limit: number) => (cursor: string | undefined, signal: AbortSignal) =>
  request(ApprovalTaskPage, '/v1/approvals', {
    query: { limit, cursor, whose: show === 'all' ? 'all' : 'mine', status: show === 'closed' ? 'closed' : 'active' },
    signal,
  })

/** Number of open tasks of the signed-in user. */
export function useWaiting() {
  return useQuery({
    queryKey: approvalKeys.waiting(),
    queryFn: ({ signal }) => request(ApprovalTaskPage, '/v1/approvals', { query: { limit: 1 }, signal }),
    select: ({ total }) => total,
  })
}

export function useCard(id: string) {
  return useQuery({
    queryKey: approvalKeys.one(id),
    queryFn: ({ signal }) => request(ApprovalCard, taskPath(id), { signal }),
    placeholderData: keepPreviousData,
  })
}

const useChange = <V, T>(change: (value: V) => Promise<T>) =>
  useSaveChange({ changes: taskChanges, key: approvalKeys.all }, change)

export const useDecide = ({ id, revision }: ApprovalTask) =>
  useChange((body: z.input<typeof DecideTask>) =>
    request(ApprovalTask, `${taskPath(id)}/decide`, { method: 'POST', body, ifMatch: revision }),
  )
export const useRecord = ({ id, revision }: ApprovalTask) =>
  useChange((body: z.input<typeof RecordDecision>) =>
    request(ApprovalTask, `${taskPath(id)}/record`, { method: 'POST', body, ifMatch: revision }),
  )
export const useReassign = (id: string) =>
  useChange((to: string) => request(ApprovalTask, `${taskPath(id)}/reassign`, { method: 'POST', body: { to } }))
export const useConsult = (id: string) =>
  useChange((adviser: string | null) =>
    adviser === null
      ? request(ApprovalTask, `${taskPath(id)}/consult`, { method: 'DELETE' })
      : request(ApprovalTask, `${taskPath(id)}/consult`, { method: 'POST', body: { adviser } }),
  )
export const useComment = (requestId: string) =>
  useChange((body: { comment: string; hidden: boolean }) =>
    request(HistoryEntry, `/v1/requests/${encodeURIComponent(requestId)}/comments`, { method: 'POST', body }),
  )
export const useAttach = (requestId: string) => useChange(attachFile(requestId))
export const useDecideMany = () =>
  useChange((body: { tasks: { id: string; revision: number }[]; all: 'yes' | 'no'; comment: string }) =>
    request(DecideTasksResult, '/v1/approvals/decide', { method: 'POST', body }),
  )
