import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { type AuditEntry, AuditPage, AuditVerification } from '../../../contract/audit.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import type { FetchPage } from '../../paged-rows.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { number } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { useMay } from '../../use-may.ts'
import { usePagedRows } from '../../use-paged-rows.ts'
import { columns } from './columns.tsx'
import { EntryStrip } from './entry-strip.tsx'
import { freshStore } from './fresh.ts'
import { text } from './text.ts'
import './activity.css'

export function ActivityScreen() {
  if (useMay('audit:read')) return <Log />
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <EmptyState icon="hold" title={text.forbidden}>
        {text.forbiddenText}
      </EmptyState>
    </div>
  )
}

function Log() {
  const changes = useStore(freshStore, (state) => state.changes)
  const [seen, setSeen] = useState(changes)
  const verify = useMutation({
    mutationFn: () => request(AuditVerification, '/v1/audit/verify', { method: 'POST', body: {} }),
  })
  const { mutate } = verify
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'activity.verify',
        title: text.verify,
        group: 'Actions',
        shortcut: 'v',
        icon: 'check',
        keywords: ['audit', 'chain'],
        run: () => mutate(),
      },
    ],
    [mutate],
  )
  useCommands(commands)
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {changes > seen && (
          <Button variant="quiet" onPress={() => setSeen(changes)}>
            {text.refresh}
          </Button>
        )}
        <Button icon="check" shortcut="v" isPending={verify.isPending} onPress={() => mutate()}>
          {verify.isPending ? text.verifying : text.verify}
        </Button>
      </ScreenHead>
      <Verdict verify={verify} />
      <Entries key={seen} />
    </div>
  )
}

interface Verification {
  data: { entries: number; head: string; problems: { seq: number; what: string }[] } | undefined
  isError: boolean
  error: unknown
}

function Verdict({ verify }: { verify: Verification }) {
  const { data } = verify
  if (!data && !verify.isError) return null
  return (
    <div className="verdict" role="status">
      {verify.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(verify.error).detail}
        </Banner>
      )}
      {data?.problems.length === 0 && (
        <Banner kind="success" title={text.holds}>
          {text.holdsText(data.entries, data.head)}
        </Banner>
      )}
      {data && data.problems.length > 0 && (
        <Banner kind="error" title={text.broken(data.problems.length)}>
          <ul>
            {data.problems.slice(0, 10).map(({ seq, what }) => (
              <li key={`${seq} ${what}`}>{text.entry(number(seq), what)}</li>
            ))}
          </ul>
        </Banner>
      )}
    </div>
  )
}

const pageSize = 200
const fetchPage: FetchPage<AuditEntry> = (cursor, signal) =>
  request(AuditPage, '/v1/audit', { query: { limit: pageSize, cursor }, signal })

function Entries() {
  const rows = usePagedRows(fetchPage, pageSize)
  const [active, setActive] = useState(-1)
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={9} />
  const row = active < 0 ? undefined : rows.rowAt(active)
  return (
    <>
      <VirtualTable<AuditEntry>
        label={text.log}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(entry) => String(entry.seq)}
        active={active}
        onActive={setActive}
        onRange={rows.onRange}
        empty={<EmptyState icon="activity" title={text.none} />}
      />
      {row && <EntryStrip entry={row} />}
    </>
  )
}
