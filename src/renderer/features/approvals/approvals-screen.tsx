import { useState } from 'react'
import type { ApprovalTask } from '../../../contract/approvals.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { type RowSelection, useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { loadedRows, useList } from '../../shared/lists/use-list.ts'
import type { PagedRows } from '../../shared/lists/use-paged-rows.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ApprovalCardPane } from './approval-card.tsx'
import { BulkDecisionDialog } from './bulk-decision-dialog.tsx'
import type { TaskFilter } from './queries.ts'
import { TaskDecision } from './task-decision.tsx'
import { similarTasks, taskList } from './task-list.ts'
import { text } from './text.ts'
import './approvals.css'

export function ApprovalsScreen({ rest }: { rest: readonly string[] }) {
  const canDecide = useIsPermitted('requests:decide')
  // Kept outside the list, because decided tasks leave the list while the dialog is open.
  const [similar, setSimilar] = useState<readonly ApprovalTask[]>([])
  return (
    <div className="screen">
      <ScreenHead title={text.title}>{canDecide && <ShowSelect />}</ScreenHead>
      {canDecide ? (
        <Approvals selectedId={rest[0]} onDecideSimilar={setSimilar} />
      ) : (
        <EmptyState icon="hold" title={text.forbidden} />
      )}
      <BulkDecisionDialog
        tasks={similar}
        onClose={() => {
          setSimilar([])
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

function ShowSelect() {
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

interface ApprovalsProps {
  selectedId: string | undefined
  onDecideSimilar: (tasks: readonly ApprovalTask[]) => void
}

function Approvals({ selectedId, onDecideSimilar }: ApprovalsProps) {
  const show = useShow()
  const from = usePath()
  const [decided, setDecided] = useState(false)
  const list = useList(taskList, { show })
  const { rows } = list
  const selection = useAddressSelection(rows, { selectedId, pathOf: pages.approval, initial: 'show-first' })
  const { id } = selection
  useStepCommands(rows, selection)
  const similar = similarTasks(loadedRows(rows), selection.row)
  const openNext = () => {
    setDecided(true)
    const next = rows.rowAt(selection.index + 1) ?? rows.rowAt(selection.index - 1)
    navigate(next ? pages.approval(next.id) : pages.approvals, { replace: true, keepQuery: true, from })
  }
  return (
    <ListWithDetail<ApprovalTask>
      name="approvals"
      label={text.list}
      list={list}
      selection={selection}
      failed={text.failed}
      emptyScreen={selectedId === undefined && <NoTasks show={show} />}
      empty={<NoTasks show={show} />}
      counted={text.counted}
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
            onDecideSimilar={() => onDecideSimilar(similar)}
            onDecided={openNext}
          />
        )
      }
    >
      {(task) => <Entry task={task} />}
    </ListWithDetail>
  )
}

function NoTasks({ show }: { show: TaskFilter }) {
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

/** `[` and `]` select the previous and next task. */
function useStepCommands(rows: PagedRows<ApprovalTask>, { index, select }: RowSelection<ApprovalTask>) {
  useCommands([
    {
      id: 'approvals.next',
      title: text.next,
      group: 'Review',
      shortcut: ']',
      isEnabled: rows.rowAt(index + 1) !== undefined,
      run: () => select(index + 1),
    },
    {
      id: 'approvals.previous',
      title: text.previous,
      group: 'Review',
      shortcut: '[',
      isEnabled: index > 0,
      run: () => select(index - 1),
    },
  ])
}
