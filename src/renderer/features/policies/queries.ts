import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { CataloguePage, PrincipalList } from '../../../contract/catalogue.ts'
import {
  AccountViolationPage,
  type DecideViolation,
  Findings,
  Policy,
  PolicyList,
  PolicyScan,
  type PolicyWhatIf,
  Violation,
  type WritePolicy,
} from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import { useSaveChange } from '../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export const policyKeys = {
  all: ['policies'] as const,
  list: () => [...policyKeys.all, 'list'] as const,
  scan: () => [...policyKeys.all, 'scan'] as const,
}

export const usePolicies = () =>
  useQuery({
    queryKey: policyKeys.list(),
    queryFn: ({ signal }) => request(PolicyList, apiPaths.policies, { signal }),
    select: ({ items }) => items,
  })

/** The first accounts without owner that violate a policy, or any; and how many accounts without owner were judged. */
export const useAccountViolations = (policyId?: string) =>
  useQuery({
    queryKey: [...policyKeys.all, 'accounts', policyId],
    queryFn: ({ signal }) =>
      request(AccountViolationPage, apiPaths.accountViolations, { query: { policyId, limit: 20 }, signal }),
  })

export const useScan = () =>
  useQuery({
    queryKey: policyKeys.scan(),
    queryFn: ({ signal }) => request(PolicyScan, apiPaths.scan, { signal }),
    // Polls slowly for scans that were started elsewhere.
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : 15_000),
  })

export const useWhatIf = (body: z.input<typeof PolicyWhatIf>) =>
  useQuery({
    queryKey: [...policyKeys.all, 'what if', body],
    enabled: body.personId !== '',
    queryFn: ({ signal }) => request(Findings, apiPaths.whatIf, { method: 'POST', body, idempotencyKey: null, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })

/** Items and roles for conditions. */
export const useChoices = (kind: 'items' | 'roles', query: string) =>
  useQuery({
    queryKey: ['choices', kind, query],
    queryFn: async ({ signal }) => {
      if (kind === 'roles') {
        const { items } = await request(PrincipalList, apiPaths.principals, {
          query: { q: query || undefined, kind: 'role', limit: 50 },
          signal,
        })
        return items.map(({ id, name }) => ({ id, name }))
      }
      const { items } = await request(CataloguePage, apiPaths.catalogue, {
        query: { q: query || undefined, limit: 50 },
        signal,
      })
      return items.filter(({ kind: what }) => what !== 'bundle').map(({ id, name }) => ({ id, name }))
    },
    placeholderData: keepPreviousData,
  })

export const useChange = <V, T>(change: (value: V) => Promise<T>) => useSaveChange(policyKeys.all, change)

export const useSavePolicy = (policy: Policy | undefined) =>
  useChange((body: z.input<typeof WritePolicy>) =>
    policy
      ? request(Policy, apiPaths.policy(policy.id), { method: 'PUT', body, ifMatch: policy.revision })
      : request(Policy, apiPaths.policies, { method: 'POST', body }),
  )
export const useRemovePolicy = () =>
  useChange(({ id, revision }: Policy) =>
    request(z.undefined(), apiPaths.policy(id), { method: 'DELETE', ifMatch: revision }),
  )
export const useDecideViolation = ({ id, revision }: Violation) =>
  useChange((body: z.input<typeof DecideViolation>) =>
    request(Violation, apiPaths.decideViolation(id), { method: 'POST', body, ifMatch: revision }),
  )
