import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { type AuditEntry, AuditPage, AuditVerification } from '../../../contract/audit.ts'
import { request } from '../../api/client.ts'
import { download } from '../../api/download.ts'
import { asProblem } from '../../api/problem.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { type ListSource, useList } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { columns } from './columns.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { logChanges } from './log-changes.ts'
import { text } from './text.ts'
import { VerificationResult } from './verification-result.tsx'
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
  const changes = useStore(logChanges)
  const [shownChanges, setShownChanges] = useState(changes)
  const verify = useMutation({
    mutationFn: () => request(AuditVerification, apiPaths.verifyAudit, { method: 'POST', body: {} }),
  })
  const exportLog = useMutation({
    mutationFn: () =>
      download(apiPaths.exportAudit, 'castellan-audit.jsonl', { headers: { accept: 'application/jsonl' } }),
    onSuccess: () => toast({ kind: 'done', message: text.exported }),
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  const verifyCommand: Command = {
    id: 'activity.verify',
    title: text.verify,
    group: 'Actions',
    shortcut: 'v',
    icon: 'check',
    keywords: ['audit', 'chain'],
    run: () => verify.mutate(),
  }
  const exportCommand: Command = {
    id: 'activity.export',
    title: text.exportLog,
    group: 'Actions',
    icon: 'download',
    keywords: ['audit', 'evidence', 'jsonl', 'auditor'],
    run: () => exportLog.mutate(),
  }
  useCommands([verifyCommand, exportCommand])
  const list = useList(entryList, { shownChanges })
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {changes > shownChanges && (
          <Button variant="quiet" onPress={() => setShownChanges(changes)}>
            {text.refresh}
          </Button>
        )}
        <ExportRows table={list.table} />
        <CommandButton command={exportCommand} icon="download" isPending={exportLog.isPending} />
        <CommandButton command={verifyCommand} icon="check" isPending={verify.isPending}>
          {verify.isPending ? text.verifying : text.verify}
        </CommandButton>
      </ScreenHead>
      <VerificationResult verify={verify} />
      <PagedTable<AuditEntry>
        label={text.log}
        columns={columns}
        rows={list.rows}
        selected={useSelectedRow(list.rows, list.filterKey)}
        keyOf={(entry) => String(entry.seq)}
        failed={text.failed}
        version={list.filterKey}
        empty={<EmptyState icon="activity" title={text.none} />}
      >
        {(entry) => <EntryDetail entry={entry} />}
      </PagedTable>
    </div>
  )
}

/** The audit log, newest first. It is fetched again on request only, so that rows do not move while they are read. */
const entryList: ListSource<AuditEntry, { shownChanges: number }> = {
  key: ['audit'],
  fetch: (_, limit) => (cursor, signal) => request(AuditPage, apiPaths.audit, { query: { limit, cursor }, signal }),
  csv: {
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
  },
}
