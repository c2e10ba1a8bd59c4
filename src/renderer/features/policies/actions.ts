import { PolicyScan } from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import type { FeatureAction } from '../../shared/navigation/feature.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'
import { navigate, openDialog, partsUnder } from '../../shared/navigation/router.ts'
import { toast } from '../../ui/toast.ts'
import { policyKeys } from './queries.ts'
import { text } from './text.ts'

export const newPolicy: FeatureAction = {
  id: 'new',
  title: text.new,
  scope: 'policies:manage',
  run: () => openDialog(pages.newPolicy),
}

export const scanNow: FeatureAction = {
  id: 'scan',
  title: text.scan,
  scope: 'policies:manage',
  keywords: ['policies', 'violations'],
  run: async (queries) => {
    // The Policies screen shows the progress; from elsewhere the violations are opened.
    if (!partsUnder(pages.policies, location.pathname)) navigate(pages.violations())
    try {
      await request(PolicyScan, apiPaths.scan, { method: 'POST' })
    } catch (thrown) {
      toast({ kind: 'error', message: asProblem(thrown).detail })
    }
    // Even if the call failed, someone else may have started a scan.
    await queries.invalidateQueries({ queryKey: policyKeys.scan() })
  },
}
