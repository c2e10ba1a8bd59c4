import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { policyChanges, policyKeys, useScan, useStartScan } from './queries.ts'
import { text } from './text.ts'

/** How far the look at everybody is, and the button that starts one. */
export function ScanStatus() {
  const canManage = useIsPermitted('policies:manage')
  const scanQuery = useScan()
  const start = useStartScan()
  const now = useNow()
  const queries = useQueryClient()
  const state = scanQuery.data?.state
  const finishedAt = scanQuery.data?.finishedAt
  const previousFinish = useRef(finishedAt)
  useEffect(() => {
    // Whoever asked for it: what the lists say of the last scan is another by now.
    if (finishedAt && previousFinish.current !== undefined && previousFinish.current !== finishedAt) {
      policyChanges.increment()
      void queries.invalidateQueries({ queryKey: policyKeys.all })
    }
    previousFinish.current = finishedAt
  }, [finishedAt, queries])
  if (!scanQuery.data) return null
  const { scanned, people, found: violations } = scanQuery.data
  return (
    <>
      <span className="muted scan-note" role="status">
        {state === 'running' && text.scanning(scanned, people)}
        {state === 'done' && finishedAt && text.scanned(people, violations, ago(finishedAt, now))}
        {state === 'failed' && text.scanFailed}
        {state === 'never' && text.neverScanned}
      </span>
      {canManage && (
        <Button isPending={state === 'running' || start.isPending} onPress={() => start.mutate(undefined)}>
          {text.scan}
        </Button>
      )}
    </>
  )
}
