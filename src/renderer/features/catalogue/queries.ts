import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import {
  ApproverPreview,
  CatalogueItem,
  type ChangeCatalogueItem,
  type NewCatalogueItem,
  type Publish,
  PublishResult,
  RequestField,
  RequestFieldList,
  type TryApprovers,
  type WriteRequestField,
} from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export const catalogueKeys = {
  all: ['catalogue'] as const,
  one: (id: string) => [...catalogueKeys.all, 'one', id] as const,
  fields: () => [...catalogueKeys.all, 'fields'] as const,
}
const noContent = z.undefined()

export const useItem = (id: string) =>
  useQuery({
    queryKey: catalogueKeys.one(id),
    queryFn: ({ signal }) => request(CatalogueItem, apiPaths.catalogueItem(id), { signal }),
    placeholderData: keepPreviousData,
  })

export const useFields = () =>
  useQuery({
    queryKey: catalogueKeys.fields(),
    queryFn: ({ signal }) => request(RequestFieldList, apiPaths.requestFields, { signal }),
    select: ({ items }) => items,
  })

export const useApprovers = (id: string, personId: string | undefined) =>
  useQuery({
    queryKey: [...catalogueKeys.one(id), 'approvers', personId],
    enabled: personId !== undefined,
    queryFn: ({ signal }) => request(ApproverPreview, apiPaths.itemApprovers(id), { query: { personId }, signal }),
  })

type Deciders = z.input<typeof TryApprovers>['change']

/** The approvers of an item with unsaved changes, for adding and for removing access. */
export const useTryApprovers = (id: string, personId: string | undefined, change: Deciders) =>
  useQuery({
    queryKey: [...catalogueKeys.one(id), 'try', personId, change],
    enabled: personId !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const ask = (action: 'add' | 'remove') =>
        request(ApproverPreview, apiPaths.itemApprovers(id), {
          method: 'POST',
          idempotencyKey: null,
          body: { personId, action, change },
          signal,
        })
      const [add, remove] = await Promise.all([ask('add'), ask('remove')])
      return { add, remove }
    },
  })

const useChange = <V, T>(change: (value: V) => Promise<T>) => useSaveChange(catalogueKeys.all, change)

export const useSaveItem = ({ id, revision }: CatalogueItem) =>
  useChange((body: z.input<typeof ChangeCatalogueItem>) =>
    request(CatalogueItem, apiPaths.catalogueItem(id), { method: 'PATCH', body, ifMatch: revision }),
  )
export const useRemoveItem = () =>
  useChange(({ id, revision }: CatalogueItem) =>
    request(noContent, apiPaths.catalogueItem(id), { method: 'DELETE', ifMatch: revision }),
  )
export const useCreateItem = () =>
  useChange((body: z.input<typeof NewCatalogueItem>) =>
    request(CatalogueItem, apiPaths.catalogue, { method: 'POST', body }),
  )
export const usePublish = () =>
  useChange((body: z.input<typeof Publish>) =>
    request(PublishResult, apiPaths.publishEntitlements, { method: 'POST', body }),
  )
export const useCreateField = () =>
  useChange((body: z.input<typeof WriteRequestField>) =>
    request(RequestField, apiPaths.requestFields, { method: 'POST', body }),
  )
export const useRemoveField = () =>
  useChange(({ id, revision }: { id: string; revision: number }) =>
    request(noContent, apiPaths.requestField(id), { method: 'DELETE', ifMatch: revision }),
  )
