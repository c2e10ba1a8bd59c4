import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ActionButton } from '../../commands/command-button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/use-now.ts'
import { scanNow } from './actions.ts'
import { policyKeys, useScan } from './queries.ts'
import { text } from './text.ts'

/** The progress or result of the last scan, and a button that starts one. */
export function ScanStatus() {
  const scanQuery = useScan()
  const now = useNow()
  const queries = useQueryClient()
  const state = scanQuery.data?.state
  const finishedAt = scanQuery.data?.finishedAt
  const previousFinish = useRef(finishedAt)
  useEffect(() => {
    // A scan has finished, whoever started it: refresh the lists.
    if (finishedAt && previousFinish.current !== undefined && previousFinish.current !== finishedAt) {
      void queries.invalidateQueries({ queryKey: policyKeys.all })
    }
    previousFinish.current = finishedAt
  }, [finishedAt, queries])
  if (!scanQuery.data) return null
  const { scanned, people, found, accounts, accountsFound } = scanQuery.data
  return (
    <>
      <span className="muted scan-status" role="status">
        {state === 'running' && text.scanning(scanned, people)}
        {state === 'done' && finishedAt && text.scanned(people, found, ago(finishedAt, now))}
        {state === 'done' && accounts !== null && accounts > 0 && text.scannedAccounts(accounts, accountsFound ?? 0)}
        {state === 'failed' && text.scanFailed}
        {state === 'never' && text.neverScanned}
      </span>
      <ActionButton action={scanNow} isPending={state === 'running'} />
    </>
  )
}
