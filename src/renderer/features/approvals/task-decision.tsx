import { useState } from 'react'
import type { ApprovalCard, ApprovalTask } from '../../../contract/approvals.ts'
import { asProblem } from '../../api/problem.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { moment } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { ItemDecisions } from './item-decisions.tsx'
import { MoreActions } from './more-actions.tsx'
import { useCard, useDecide } from './queries.ts'
import { text } from './text.ts'

export interface TaskDecisionProps {
  id: string
  /** Similar tasks of the list, this one first. */
  similar: readonly ApprovalTask[]
  /** Opens the bulk decision for them. */
  onDecideSimilar: () => void
  /** Called when the task is decided or reassigned. */
  onDecided: () => void
}

/** The decision area of a task: decide all items at once or each of them. */
export function TaskDecision({ id, ...rest }: TaskDecisionProps) {
  const cardQuery = useCard(id)
  if (!cardQuery.data || cardQuery.isError || cardQuery.data.task.id !== id) return null
  const { task } = cardQuery.data
  return (
    <div className="decision-pane">
      {task.status === 'in-progress' ? <OpenTask card={cardQuery.data} {...rest} /> : <ClosedTask task={task} />}
    </div>
  )
}

function ClosedTask({ task }: { task: ApprovalTask }) {
  return (
    <div>
      <h3>{text.closed}</h3>
      {task.completedBy && task.completedAt && (
        <p className="muted">{text.decidedBy(task.completedBy.name, moment(task.completedAt))}</p>
      )}
      {task.recordedBy && <p className="muted">{text.recordedBy(task.recordedBy.name)}</p>}
    </div>
  )
}

/** Labels of the two decisions, by kind of task. */
const decisionLabels = ({ kind, items }: ApprovalTask) => {
  const many = items.length > 1
  if (kind === 'provisioning') return { yes: text.provisioned, no: text.notProvisioned }
  return { yes: many ? text.approveAll : text.approve, no: many ? text.denyAll : text.deny }
}

const decisionCommands = (
  labels: { yes: string; no: string },
  isEnabled: boolean,
  submit: (all: 'yes' | 'no') => void,
): Record<'yes' | 'no', Command> => ({
  yes: {
    id: 'approvals.yes',
    title: labels.yes,
    group: 'Review',
    shortcut: 'a',
    icon: 'check',
    isEnabled,
    run: () => submit('yes'),
  },
  no: {
    id: 'approvals.no',
    title: labels.no,
    group: 'Review',
    shortcut: 'x',
    icon: 'close',
    isEnabled,
    run: () => submit('no'),
  },
})

type OpenTaskProps = Omit<TaskDecisionProps, 'id'> & { card: ApprovalCard }

function OpenTask({ card, similar, onDecideSimilar, onDecided }: OpenTaskProps) {
  const { task, commentNeeded, may } = card
  const decide = useDecide(task)
  const [comment, setComment] = useState('')
  const [isCommentMissing, setCommentMissing] = useState(false)
  const [isItemByItem, setItemByItem] = useState(false)
  const labels = decisionLabels(task)
  const finish = (outcome: string) => {
    toast({
      kind: 'done',
      message: text.decided(outcome, task.items.map(({ name }) => name).join(', '), task.requestee.name),
    })
    onDecided()
  }
  const submit = (all: 'yes' | 'no') => {
    if (commentNeeded[all] && comment.trim() === '') return setCommentMissing(true)
    decide.mutate(
      { all, comment: comment.trim() },
      { onSuccess: ({ items }) => finish(text.outcomes[items[0]?.outcome ?? 'approved']) },
    )
  }
  const { yes, no } = decisionCommands(labels, may.decide && !decide.isPending && !isItemByItem, submit)
  useCommands([yes, no])
  if (!may.decide)
    return (
      <>
        <Banner kind="info" title={text.notPermitted}>
          {task.whyNotDecide}
        </Banner>
        <MoreActions card={card} onGiven={onDecided} />
      </>
    )
  const problem = decide.isError ? asProblem(decide.error) : undefined
  return (
    <>
      {problem && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <TextField
        label={text.comment}
        note={text.commentNote}
        error={isCommentMissing && comment.trim() === '' ? text.commentNeeded : undefined}
        value={comment}
        onChange={setComment}
        lines={3}
        maxLength={4000}
      />
      {isItemByItem ? (
        <ItemDecisions
          task={task}
          busy={decide.isPending}
          onBack={() => setItemByItem(false)}
          onDecide={(items) =>
            decide.mutate(
              { items: items.map((item) => ({ ...item, comment: comment.trim() })) },
              { onSuccess: () => finish(text.itemByItem) },
            )
          }
        />
      ) : (
        <>
          <CommandButton command={yes} variant="primary" wide isPending={decide.isPending} />
          <CommandButton command={no} wide />
          {task.items.length > 1 && (
            <Button variant="quiet" wide onPress={() => setItemByItem(true)}>
              {text.itemByItem}
            </Button>
          )}
        </>
      )}
      {similar.length > 1 && (
        <div>
          <Button wide onPress={onDecideSimilar}>
            {text.decideSimilar(similar.length)}
          </Button>
          <p className="field-note">{text.similarNote(similar.length - 1)}</p>
        </div>
      )}
      <MoreActions card={card} onGiven={onDecided} />
    </>
  )
}
