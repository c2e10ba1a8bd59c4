import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type AuditEntry, AuditPage, AuditVerification } from '../../../contract/audit.ts'
import { request } from '../../api/client.ts'
import { download } from '../../api/download.ts'
import { asProblem } from '../../api/problem.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { useChanges } from '../../shared/lists/change-counter.ts'
import type { FetchPage } from '../../shared/lists/paged-rows-cache.ts'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { usePagedRows } from '../../shared/lists/use-paged-rows.ts'
import { columns } from './columns.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { logChanges } from './log-changes.ts'
import { text } from './text.ts'
import { VerificationResult } from './verification-result.tsx'
import { apiPaths } from '../../shared/navigation/paths.ts'
import './activity.css'

export function ActivityScreen() {
  if (useIsPermitted('audit:read')) return <Log />
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
  const changes = useChanges(logChanges)
  const [shownChanges, setShownChanges] = useState(changes)
  const verify = useMutation({
    mutationFn: () => request(AuditVerification, apiPaths.verifyAudit, { method: 'POST', body: {} }),
  })
  const { mutate: runVerify } = verify
  const exportLog = useMutation({
    mutationFn: () =>
      download(apiPaths.exportAudit, 'castellan-audit.jsonl', { headers: { accept: 'application/jsonl' } }),
    onSuccess: () => toast({ kind: 'done', message: text.exported }),
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  const { mutate: runExport } = exportLog
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'activity.verify',
        title: text.verify,
        group: 'Actions',
        shortcut: 'v',
        icon: 'check',
        keywords: ['audit', 'chain'],
        run: () => runVerify(),
      },
      {
        id: 'activity.export',
        title: text.exportLog,
        group: 'Actions',
        icon: 'download',
        keywords: ['audit', 'evidence', 'jsonl', 'auditor'],
        run: () => runExport(),
      },
    ],
    [runVerify, runExport],
  )
  useCommands(commands)
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {changes > shownChanges && (
          <Button variant="quiet" onPress={() => setShownChanges(changes)}>
            {text.refresh}
          </Button>
        )}
        <ExportRows table={table} />
        <Button icon="download" isPending={exportLog.isPending} onPress={() => runExport()}>
          {text.exportLog}
        </Button>
        <Button icon="check" shortcut="v" isPending={verify.isPending} onPress={() => runVerify()}>
          {verify.isPending ? text.verifying : text.verify}
        </Button>
      </ScreenHead>
      <VerificationResult verify={verify} />
      <Entries key={shownChanges} />
    </div>
  )
}

const pageSize = 200
const fetchEntries =
  (limit: number): FetchPage<AuditEntry> =>
  (cursor, signal) =>
    request(AuditPage, apiPaths.audit, { query: { limit, cursor }, signal })
const fetchPage = fetchEntries(pageSize)

const table: CsvTable<AuditEntry> = {
  name: 'Audit log',
  head: ['No.', 'When', 'Who', 'Signed in by', 'Action', 'Object', 'Id', 'Details', 'Hash'],
  record: ({ seq, at, actor, action, object, details, hash }) => [
    seq,
    at,
    actor.name,
    actor.via,
    action,
    object.name ?? object.type,
    object.id,
    JSON.stringify(details),
    hash,
  ],
  fetchPage: fetchEntries(1000),
}

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
      {row && <EntryDetail entry={row} />}
    </>
  )
}
