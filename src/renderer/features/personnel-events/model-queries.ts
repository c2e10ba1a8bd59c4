import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { AccessModel, AccessModelList, type WriteAccessModel } from '../../../contract/access-models.ts'
import { EntitlementPage } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

const modelKeys = { all: ['access-models'] as const }

export function useModels() {
  return useQuery({
    queryKey: modelKeys.all,
    queryFn: ({ signal }) => request(AccessModelList, apiPaths.accessModels, { signal }),
    select: ({ items }) => items,
  })
}

/** A few matching entitlements of all applications. */
export function useEntitlements(query: string) {
  return useQuery({
    queryKey: ['catalogue', 'entitlements', 'for-models', query],
    enabled: query !== '',
    queryFn: ({ signal }) =>
      request(EntitlementPage, apiPaths.entitlements, { query: { q: query, limit: 12 }, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })
}

export type ModelInput = z.input<typeof WriteAccessModel>

/** @param model the one that is changed; undefined makes a new one */
export const useSaveModel = (model: AccessModel | undefined) =>
  useSaveChange(modelKeys.all, (body: ModelInput) =>
    model === undefined
      ? request(AccessModel, apiPaths.accessModels, { method: 'POST', body })
      : request(AccessModel, apiPaths.accessModel(model.id), { method: 'PUT', body, ifMatch: model.revision }),
  )

export const useRemoveModel = ({ id, revision }: AccessModel) =>
  useSaveChange(modelKeys.all, () =>
    request(z.undefined(), apiPaths.accessModel(id), { method: 'DELETE', ifMatch: revision }),
  )
