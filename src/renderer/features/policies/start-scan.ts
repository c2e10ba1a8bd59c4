import type { QueryClient } from '@tanstack/react-query'
import { PolicyScan } from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { toast } from '../../ui/toast.ts'
import { policyKeys } from './queries.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

/** Starts a scan and opens the violations, where its progress is shown. */
export async function startScan(queries: QueryClient): Promise<void> {
  navigate(pages.violations())
  try {
    await request(PolicyScan, apiPaths.scan, { method: 'POST' })
  } catch (thrown) {
    toast({ kind: 'error', message: asProblem(thrown).detail })
  }
  // Even if the call failed, someone else may have started a scan.
  await queries.invalidateQueries({ queryKey: policyKeys.scan() })
}
