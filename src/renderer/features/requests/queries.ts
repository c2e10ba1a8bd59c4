import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { CataloguePage, PersonHoldings, RequestFieldList } from '../../../contract/catalogue.ts'
import {
  AccessRequest,
  AccessRequestDetail,
  CreatedAccessRequests,
  type NewAccessRequest,
  RequestPreview,
} from '../../../contract/requests.ts'
import { HistoryEntry } from '../../../contract/request-parts.ts'
import type { z } from 'zod'
import { request } from '../../api/client.ts'
import { attachFile } from '../../shared/request-parts/attach-file.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export const requestKeys = {
  all: ['requests'] as const,
  one: (id: string) => [...requestKeys.all, 'one', id] as const,
}

/** The filters of the request list, as query parameters. */
export const requestFilters = {
  mine: { whose: 'mine', status: 'active' },
  'mine-closed': { whose: 'mine', status: 'closed' },
  active: { whose: 'all', status: 'active' },
  claimed: { whose: 'all', verification: 'claimed' },
  contradicted: { whose: 'all', verification: 'contradicted' },
  closed: { whose: 'all', status: 'closed' },
} as const
export type RequestFilter = keyof typeof requestFilters

export function useRequest(id: string) {
  return useQuery({
    queryKey: requestKeys.one(id),
    queryFn: ({ signal }) => request(AccessRequestDetail, apiPaths.request(id), { signal }),
    placeholderData: keepPreviousData,
  })
}

/** A few matching items. */
export function useItems(query: string) {
  return useQuery({
    queryKey: ['catalogue', 'choices', query],
    queryFn: ({ signal }) =>
      request(CataloguePage, apiPaths.catalogue, {
        query: { q: query || undefined, requestable: true, limit: 12 },
        signal,
      }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })
}

/** Catalogue items that people hold, each once, as far as the user may see them. */
export function usePersonHoldings(people: readonly string[], enabled: boolean) {
  return useQueries({
    queries: people.map((id) => ({
      queryKey: ['people', 'held', id],
      enabled,
      queryFn: ({ signal }: { signal: AbortSignal }) => request(PersonHoldings, apiPaths.heldAccess(id), { signal }),
    })),
    combine: (answers) => ({
      isFetching: answers.some(({ isFetching }) => isFetching),
      items: [...new Map(answers.flatMap(({ data }) => data?.items ?? []).map((item) => [item.id, item])).values()],
    }),
  })
}

/** The person named in the address. */
export function usePersonFromAddress(id: string | null) {
  return useQuery({
    queryKey: ['people', 'held', id],
    enabled: id !== null,
    queryFn: ({ signal }) => request(PersonHoldings, apiPaths.heldAccess(id ?? ''), { signal }),
    select: ({ person }) => person,
  })
}

export function useFields() {
  return useQuery({
    queryKey: ['catalogue', 'fields'],
    queryFn: ({ signal }) => request(RequestFieldList, apiPaths.requestFields, { signal }),
    select: ({ items }) => items,
  })
}

export type NewRequestInput = z.input<typeof NewAccessRequest>

export function usePreview(input: NewRequestInput) {
  return useQuery({
    queryKey: [...requestKeys.all, 'preview', input],
    enabled: input.people.length > 0 && input.items.length > 0,
    queryFn: ({ signal }) =>
      request(RequestPreview, apiPaths.previewRequest, {
        method: 'POST',
        body: { ...input, comment: '' },
        idempotencyKey: null,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

const useChange = <V, T>(change: (value: V) => Promise<T>) => useSaveChange(requestKeys.all, change)

export const useCreateRequests = () =>
  useChange((body: NewRequestInput) => request(CreatedAccessRequests, apiPaths.requests, { method: 'POST', body }))
export const useCancel = (id: string) =>
  useChange((reason: string) =>
    request(AccessRequest, apiPaths.cancelRequest(id), { method: 'POST', body: { reason } }),
  )
export const useComment = (id: string) =>
  useChange((body: { comment: string; hidden: boolean }) =>
    request(HistoryEntry, apiPaths.requestComments(id), { method: 'POST', body }),
  )
export const useAttach = (id: string) => useChange(attachFile(id))
