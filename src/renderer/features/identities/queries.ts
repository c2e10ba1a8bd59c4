import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AccessPage } from '../../../contract/access.ts'
import { Account, type AccountQuery, PersonDetail } from '../../../contract/identities.ts'
import { PersonHoldings } from '../../../contract/catalogue.ts'
import { ViolationPage } from '../../../contract/policies.ts'
import { AccessRequestPage } from '../../../contract/requests.ts'
import type { z } from 'zod'
import { request } from '../../api/client.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { type AsOf, momentQuery, writeAsOf } from '../../shared/as-of/as-of.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export type MatchFilter = z.infer<typeof AccountQuery>['match']

export const peopleKeys = {
  all: ['people'] as const,
  one: (id: string, asOf: AsOf) => [...peopleKeys.all, 'one', id, writeAsOf(asOf)] as const,
  account: (id: string, asOf: AsOf) => [...peopleKeys.all, 'account', id, writeAsOf(asOf)] as const,
}

export function usePerson(id: string, asOf: AsOf) {
  return useQuery({
    queryKey: peopleKeys.one(id, asOf),
    queryFn: ({ signal }) => request(PersonDetail, apiPaths.person(id), { query: momentQuery(asOf), signal }),
    placeholderData: keepPreviousData,
  })
}

/** Roles, open requests and violations of a person, as far as the user may see them. */
export function useGovernance(id: string) {
  const canAll = useIsPermitted('requests:read')
  const canPolicies = useIsPermitted('policies:read')
  const key = [...peopleKeys.all, 'governance', id]
  const path = apiPaths.heldAccess(id)
  const held = useQuery({
    queryKey: [...key, 'held'],
    queryFn: ({ signal }) => request(PersonHoldings, path, { signal }),
  })
  const requests = useQuery({
    queryKey: [...key, 'requests', canAll],
    queryFn: ({ signal }) =>
      request(AccessRequestPage, apiPaths.requests, {
        query: { requesteeId: id, whose: canAll ? 'all' : 'mine', status: 'active', limit: 20 },
        signal,
      }),
  })
  const violations = useQuery({
    queryKey: [...key, 'violations'],
    enabled: canPolicies,
    queryFn: ({ signal }) =>
      request(ViolationPage, apiPaths.violations, {
        query: { personId: id, status: 'active', limit: 20 },
        signal,
      }),
  })
  return { held, requests, violations, canAll, canPolicies }
}

export function useAccount(id: string, asOf: AsOf) {
  return useQuery({
    queryKey: peopleKeys.account(id, asOf),
    queryFn: ({ signal }) => request(Account, apiPaths.account(id), { query: momentQuery(asOf), signal }),
  })
}

const mostGrants = 200

/** What an account holds, as the person's page shows it. */
export function useAccountGrants(id: string, asOf: AsOf) {
  return useQuery({
    queryKey: [...peopleKeys.account(id, asOf), 'grants'],
    queryFn: ({ signal }) =>
      request(AccessPage, apiPaths.access, {
        query: { accountId: id, limit: mostGrants, ...momentQuery(asOf) },
        signal,
      }),
    select: ({ items, total }) => ({
      total,
      items: items.map(({ entitlement, access, privileged, provenance }) => ({
        entitlementId: entitlement.id,
        entitlement: entitlement.name,
        path: entitlement.path,
        access,
        privileged,
        provenance,
      })),
    }),
  })
}
