import type { QueryClient } from '@tanstack/react-query'
import { PolicyScan } from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { toast } from '../../ui/toast.ts'
import { policyKeys } from './queries.ts'

/** Looks at everybody now, and leads to where one sees how far it is and what it finds. */
export async function startScan(queries: QueryClient): Promise<void> {
  navigate('/policies?show=violations')
  try {
    await request(PolicyScan, '/v1/policies/scan', { method: 'POST' })
  } catch (thrown) {
    toast({ kind: 'error', message: asProblem(thrown).detail })
  }
  // Whoever was faster: one is on its way now.
  await queries.invalidateQueries({ queryKey: policyKeys.scan() })
}
