import { useQuery } from '@tanstack/react-query'
import { PersonHoldings } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

/** The person whom the address names. */
export function usePersonNamed(id: string | null) {
  return useQuery({
    queryKey: ['people', 'held', id],
    enabled: id !== null,
    queryFn: ({ signal }) => request(PersonHoldings, apiPaths.heldAccess(id ?? ''), { signal }),
    select: ({ person }) => person,
  })
}
