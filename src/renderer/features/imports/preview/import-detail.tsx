import { useState } from 'react'
import { ApiProblem, asProblem } from '../../../api/problem.ts'
import type { Import } from '../../../../contract/imports.ts'
import { runCommand } from '../../../commands/registry.ts'
import { Badge } from '../../../ui/badge.tsx'
import { moment, number } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type TabEntry, Tabs } from '../../../ui/tabs.tsx'
import { ChangesTab } from './changes-tab.tsx'
import { FileFacts } from '../files/file-facts.tsx'
import { LogTab } from './log-tab.tsx'
import { lineCounts, totalOf } from './line-counts.ts'
import { stateLabels } from '../labels.ts'
import { ProblemsTab } from './problems-tab.tsx'
import { useImport } from '../queries.ts'
import type { QueueEntry } from '../queue/queue-entries.ts'
import { titleOf } from '../queue/queue.tsx'
import { RejectedTab } from './rejected-tab.tsx'
import { text } from '../text.ts'

export function ImportDetail({ id, place, entries }: { id: string; place: number; entries: readonly QueueEntry[] }) {
  const found = useImport(id)
  if (found.isPending) return <Skeleton lines={9} />
  if (found.isError && !found.data) return <Missing thrown={found.error} onRetry={() => void found.refetch()} />
  return <Shown one={found.data} place={place} count={entries.length} />
}

function Missing({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  if (thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 400)) {
    return <EmptyState title={text.notFound}>{text.notFoundText}</EmptyState>
  }
  const problem = asProblem(thrown)
  return <ErrorState title={text.failedOne} detail={problem.detail} requestId={problem.requestId} onRetry={onRetry} />
}

function Shown({ one, place, count }: { one: Import; place: number; count: number }) {
  const tabs = tabsOf(one)
  const [asked, setAsked] = useState<string>()
  const selected = tabs.some((tab) => tab.id === asked) ? asked : undefined
  const look = stateLabels[one.state]
  return (
    <div className="import">
      <header className="import-head">
        <div className="import-name">
          <h2 className="truncate">{one.application.name}</h2>
          <Badge tone={look.tone} icon={look.icon}>
            {look.title}
          </Badge>
          <span className="import-walk">
            <IconButton
              icon="chevron-left"
              label={text.previous}
              shortcut="["
              isDisabled={place <= 0}
              onPress={() => runCommand('imports.previous')}
            />
            <IconButton
              icon="chevron-right"
              label={text.next}
              shortcut="]"
              isDisabled={place < 0 || place >= count - 1}
              onPress={() => runCommand('imports.next')}
            />
          </span>
        </div>
        <p className="muted truncate">{subtitle(one)}</p>
      </header>
      <Tabs label={text.tabs} tabs={tabs} selected={selected ?? tabs[0]?.id ?? ''} onSelect={setAsked} />
    </div>
  )
}

function subtitle(one: Import): string {
  const taken = one.kind === 'extract' ? text.takenAt(moment(one.extractAt)) : moment(one.createdAt)
  return [titleOf(one), taken, text.by(one.createdBy)].join(' · ')
}

function tabsOf(one: Import): TabEntry[] {
  const tabs: TabEntry[] = []
  if (one.failure)
    tabs.push({ id: 'problems', title: text.problems, content: <ProblemsTab one={one} failure={one.failure} /> })
  else tabs.push({ id: 'changes', title: text.changes, aside: changesIn(one), content: <ChangesTab one={one} /> })
  if (one.reconciliation && one.digest) {
    const unused = one.reconciliation.quarantined + one.reconciliation.duplicate + one.reconciliation.ignored
    tabs.push({ id: 'rejected', title: text.rejected, aside: number(unused), content: <RejectedTab one={one} /> })
  }
  if (one.files.length > 0) tabs.push({ id: 'file', title: text.file, content: <FileFacts one={one} /> })
  tabs.push({ id: 'log', title: text.log, content: <LogTab one={one} /> })
  return tabs
}

const changesIn = (one: Import) => (one.counts ? number(totalOf(lineCounts(one))) : undefined)
