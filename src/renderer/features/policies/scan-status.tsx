import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { fresh, policyKeys, useScan, useStartScan } from './queries.ts'
import { text } from './text.ts'

/** How far the look at everybody is, and the button that starts one. */
export function ScanNote() {
  const may = useIsPermitted('policies:manage')
  const found = useScan()
  const start = useStartScan()
  const now = useNow()
  const queries = useQueryClient()
  const state = found.data?.state
  const ended = found.data?.finishedAt
  const before = useRef(ended)
  useEffect(() => {
    // Whoever asked for it: what the lists say of the last scan is another by now.
    if (ended && before.current !== undefined && before.current !== ended) {
      fresh.note()
      void queries.invalidateQueries({ queryKey: policyKeys.all })
    }
    before.current = ended
  }, [ended, queries])
  if (!found.data) return null
  const { scanned, people, found: violations, finishedAt } = found.data
  return (
    <>
      <span className="muted scan-note" role="status">
        {state === 'running' && text.scanning(scanned, people)}
        {state === 'done' && finishedAt && text.scanned(people, violations, ago(finishedAt, now))}
        {state === 'failed' && text.scanFailed}
        {state === 'never' && text.neverScanned}
      </span>
      {may && (
        <Button isPending={state === 'running' || start.isPending} onPress={() => start.mutate(undefined)}>
          {text.scan}
        </Button>
      )}
    </>
  )
}
