import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useMay } from '../../use-may.ts'
import { fresh, useScan, useStartScan } from './queries.ts'
import { text } from './text.ts'

/** How far the look at everybody is, and the button that starts one. */
export function ScanNote() {
  const may = useMay('policies:manage')
  const found = useScan()
  const start = useStartScan()
  const now = useNow()
  const state = found.data?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current === 'running' && state === 'done') fresh.note()
    before.current = state
  }, [state])
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
