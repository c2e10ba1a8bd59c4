import { useState } from 'react'
import { ApiProblem, asProblem } from '../../../api/problem.ts'
import type { Import } from '../../../../contract/imports.ts'
import { CommandIconButton, type IconCommand } from '../../../commands/command-button.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { moment, number } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type TabEntry, Tabs } from '../../../ui/tabs.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { FileFacts } from '../files/file-facts.tsx'
import { LogTab } from './log-tab.tsx'
import { lineCounts, totalOf } from './line-counts.ts'
import { stateLabels } from '../labels.ts'
import { ProblemsTab } from './problems-tab.tsx'
import { useImport } from '../queries.ts'
import { titleOf } from '../queue/queue.tsx'
import { RejectedTab } from './rejected-tab.tsx'
import { text } from '../text.ts'

interface Steps {
  previous: IconCommand
  next: IconCommand
}

export function ImportDetail({ id, ...steps }: { id: string } & Steps) {
  const importQuery = useImport(id)
  if (importQuery.isPending) return <Skeleton lines={9} />
  if (importQuery.isError && !importQuery.data)
    return <Missing thrown={importQuery.error} onRetry={() => void importQuery.refetch()} />
  return <Shown importRun={importQuery.data} {...steps} />
}

function Missing({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  if (thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 400)) {
    return <EmptyState title={text.notFound}>{text.notFoundText}</EmptyState>
  }
  const problem = asProblem(thrown)
  return <ErrorState title={text.failedOne} detail={problem.detail} requestId={problem.requestId} onRetry={onRetry} />
}

function Shown({ importRun, previous, next }: { importRun: Import } & Steps) {
  const tabs = tabsOf(importRun)
  const [requestedTab, setRequestedTab] = useState<string>()
  const selected = tabs.some((tab) => tab.id === requestedTab) ? requestedTab : undefined
  const label = stateLabels[importRun.state]
  return (
    <div className="fill">
      <header className="import-head">
        <div className="detail-title">
          <h2 className="truncate">{importRun.application.name}</h2>
          <Badge tone={label.tone} icon={label.icon}>
            {label.title}
          </Badge>
          <span className="import-position">
            <CommandIconButton command={previous} />
            <CommandIconButton command={next} />
          </span>
        </div>
        <p className="muted truncate">{subtitle(importRun)}</p>
      </header>
      <Tabs label={text.tabs} tabs={tabs} selected={selected ?? tabs[0]?.id ?? ''} onSelect={setRequestedTab} />
    </div>
  )
}

function subtitle(importRun: Import): string {
  const when = importRun.kind === 'extract' ? text.extractOf(moment(importRun.extractAt)) : moment(importRun.createdAt)
  return [titleOf(importRun), when, text.by(importRun.createdBy)].join(' · ')
}

function tabsOf(importRun: Import): TabEntry[] {
  const tabs: TabEntry[] = []
  if (importRun.failure)
    tabs.push({
      id: 'problems',
      title: text.problems,
      content: <ProblemsTab importRun={importRun} failure={importRun.failure} />,
    })
  else
    tabs.push({
      id: 'changes',
      title: text.changes,
      aside: changesIn(importRun),
      content: <ChangesTab importRun={importRun} />,
    })
  if (importRun.reconciliation && importRun.digest) {
    const { unknown, quarantined, duplicate, ignored, noted } = importRun.reconciliation
    tabs.push({
      id: 'rejected',
      title: text.rejected,
      aside: number(unknown + quarantined + duplicate + ignored + noted),
      content: <RejectedTab importRun={importRun} />,
    })
  }
  if (importRun.files.length > 0)
    tabs.push({ id: 'file', title: text.file, content: <FileFacts importRun={importRun} /> })
  tabs.push({ id: 'log', title: text.log, content: <LogTab importRun={importRun} /> })
  return tabs
}

const changesIn = (importRun: Import) => (importRun.counts ? number(totalOf(lineCounts(importRun))) : undefined)
