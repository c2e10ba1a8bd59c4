import { useMemo, useState } from 'react'
import type { ApprovalTask } from '../../../contract/approvals.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useRefreshedRows } from '../../shared/lists/change-counter.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import type { PagedRows } from '../../shared/lists/use-paged-rows.ts'
import { BulkDecisionDialog } from './bulk-decision-dialog.tsx'
import { ApprovalCardPane } from './approval-card.tsx'
import { TaskDecision } from './task-decision.tsx'
import { fetchTasks, taskChanges, type TaskFilter } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import './approvals.css'

const pageSize = 200

export function ApprovalsScreen({ rest }: { rest: readonly string[] }) {
  const canDecide = useIsPermitted('requests:decide')
  // Kept outside the list, because decided tasks leave the list while the dialog is open.
  const [similar, setAlike] = useState<readonly ApprovalTask[]>([])
  return (
    <div className="screen">
      <ScreenHead title={text.title}>{canDecide && <Shown />}</ScreenHead>
      {canDecide ? (
        <Approvals chosen={rest[0]} onAlike={setAlike} />
      ) : (
        <EmptyState icon="hold" title={text.forbidden} />
      )}
      <BulkDecisionDialog
        tasks={similar}
        onClose={() => {
          setAlike([])
          navigate(pages.approvals, { replace: true, keepQuery: true })
        }}
      />
    </div>
  )
}

const shows: readonly TaskFilter[] = ['active', 'closed', 'all']

function useShow(): TaskFilter {
  const param = useSearchParam('show')
  return shows.find((value) => value === param) ?? 'active'
}

function Shown() {
  const show = useShow()
  const canAll = useIsPermitted('requests:read')
  return (
    <Select
      label={text.show}
      hideLabel
      value={show}
      options={shows
        .filter((value) => value !== 'all' || canAll)
        .map((value) => ({ value, title: text.filters[value] }))}
      onChange={(value) => setSearchParams({ show: value === 'active' ? null : value })}
    />
  )
}

function Approvals({
  chosen,
  onAlike,
}: {
  chosen: string | undefined
  onAlike: (tasks: readonly ApprovalTask[]) => void
}) {
  const show = useShow()
  const from = usePath()
  const [decided, setDecided] = useState(false)
  const asking = useMemo(() => fetchTasks(show, pageSize), [show])
  const table = useMemo<CsvTable<ApprovalTask>>(
    () => ({ name: text.title, head, record, fetchPage: fetchTasks(show, 1000) }),
    [show],
  )
  const rows = useRefreshedRows(asking, pageSize, taskChanges)
  const place = placeOf(rows, chosen)
  const task = rows.rowAt(place)
  const id = chosen !== undefined && place < 0 ? chosen : task?.id
  const open = (at: number) => {
    const row = rows.rowAt(at)
    if (row) navigate(pages.approval(row.id), { replace: true, keepQuery: true })
  }
  useWalking(rows, place, open)
  const similar = likeOf(rows, task)
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={7} />
  if (rows.total === 0 && chosen === undefined) return <Nothing show={show} />
  return (
    <SplitPane
      name="approvals"
      listLabel={text.list}
      list={
        <>
          <div className="list-bar">
            <ExportRows table={table} />
          </div>
          <VirtualList<ApprovalTask>
            label={text.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={(task) => task.id}
            active={place}
            onActive={open}
            onRange={rows.onRange}
            version={show}
            lines={2}
            counted={text.counted}
            empty={<Nothing show={show} />}
          >
            {(task) => <Entry task={task} />}
          </VirtualList>
        </>
      }
      detailLabel={text.detail}
      detail={
        id === undefined ? (
          <EmptyState title={text.noSelection} />
        ) : (
          <ApprovalCardPane key={id} id={id} takesFocus={decided} />
        )
      }
      decisionLabel={text.decision}
      decision={
        id !== undefined && (
          <TaskDecision
            key={id}
            id={id}
            similar={similar}
            onAlike={() => onAlike(similar)}
            onDecided={() => {
              setDecided(true)
              const next = rows.rowAt(place + 1) ?? rows.rowAt(place - 1)
              navigate(next ? pages.approval(next.id) : pages.approvals, { replace: true, keepQuery: true, from })
            }}
          />
        )
      }
    />
  )
}

function Nothing({ show }: { show: TaskFilter }) {
  if (show !== 'active')
    return <EmptyState icon="approvals" title={show === 'closed' ? text.noneClosed : text.noneAll} />
  return (
    <EmptyState icon="done" title={text.none}>
      {text.noneText}
    </EmptyState>
  )
}

function Entry({ task }: { task: ApprovalTask }) {
  const now = useNow()
  const late = task.expired || new Date(task.dueAt).getTime() < now
  return (
    <div className="list-entry">
      <strong className="truncate">{task.requestee.name}</strong>
      {task.status === 'in-progress' ? (
        late ? (
          <Badge tone="loss">{text.overdue}</Badge>
        ) : (
          <span className="muted number">{text.due(day(task.dueAt))}</span>
        )
      ) : (
        <span className="muted number">{task.completedAt && day(task.completedAt)}</span>
      )}
      <span className="muted truncate">{task.items.map(({ name }) => name).join(', ')}</span>
    </div>
  )
}

/** Index of the selected task: the one in the address, or the first. */
function placeOf(rows: PagedRows<ApprovalTask>, chosen: string | undefined): number {
  if (chosen === undefined) return rows.total ? 0 : -1
  for (let at = 0; at < Math.min(rows.total ?? 0, pageSize); at++) if (rows.rowAt(at)?.id === chosen) return at
  return -1
}

const likeness = ({ kind, items }: ApprovalTask) =>
  JSON.stringify([kind, items.map(({ itemId, action }) => `${itemId} ${action}`).toSorted()])

/** Similar tasks of the list: same kind, items and actions. The selected task is first. */
function likeOf(rows: PagedRows<ApprovalTask>, task: ApprovalTask | undefined): readonly ApprovalTask[] {
  if (!task || task.whyNotDecide !== null) return []
  const signature = likeness(task)
  const known = Array.from({ length: Math.min(rows.total ?? 0, pageSize) }, (_, at) => rows.rowAt(at))
  const others = known.filter(
    (other) => other && other.id !== task.id && other.whyNotDecide === null && likeness(other) === signature,
  )
  return [task, ...others.filter((other) => other !== undefined)]
}

/** `[` and `]` select the previous and next task. */
function useWalking(rows: PagedRows<ApprovalTask>, place: number, open: (at: number) => void) {
  const step = (by: number) => () => open(place + by)
  const commands: readonly Command[] = [
    {
      id: 'approvals.next',
      title: text.next,
      group: 'Review',
      shortcut: ']',
      when: () => rows.rowAt(place + 1) !== undefined,
      run: step(1),
    },
    {
      id: 'approvals.previous',
      title: text.previous,
      group: 'Review',
      shortcut: '[',
      when: () => place > 0,
      run: step(-1),
    },
  ]
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- they change with the rows
  useCommands(useMemo(() => commands, [rows.version, place]))
}

const head = [
  'For',
  'Requested by',
  'Items',
  'Kind',
  'Assigned to',
  'Level',
  'Requested',
  'Due',
  'Status',
  'Outcomes',
  'Decided by',
  'Closed',
  'Reason',
  'Request',
]
const record = (task: ApprovalTask) => [
  task.requestee.name,
  task.requester?.name ?? text.system,
  task.items.map(({ name }) => name).join('; '),
  task.kind,
  task.approver.name,
  task.level + 1,
  task.requestedAt,
  task.dueAt,
  task.status,
  task.items.map(({ outcome }) => outcome ?? '').join('; '),
  task.completedBy?.name ?? '',
  task.completedAt ?? '',
  task.comment,
  task.requestId,
]
