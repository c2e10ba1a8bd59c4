import { useState } from 'react'
import type { ApprovalCard } from '../../../contract/approvals.ts'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { AttachButton } from '../../shared/request-parts/attach-button.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { RecordDecisionDialog } from './record-decision-dialog.tsx'
import { useAttach, useComment, useConsult, useReassign } from './queries.ts'
import { text } from './text.ts'

type ActionName = 'comment' | 'consult' | 'reassign' | 'paper'

/** Actions on a task other than the decision. */
export function MoreActions({ card, onGiven }: { card: ApprovalCard; onGiven: () => void }) {
  const { task, may } = card
  const [action, setAction] = useState<ActionName>()
  const close = () => setAction(undefined)
  const consult = useConsult(task.id)
  const attach = useAttach(task.requestId)
  return (
    <div className="more-actions">
      {may.comment && (
        <Button variant="quiet" wide onPress={() => setAction('comment')}>
          {text.addComment}
        </Button>
      )}
      {may.comment && <AttachButton attach={attach} variant="quiet" />}
      {may.consult &&
        (task.adviser ? (
          <Button variant="quiet" wide isPending={consult.isPending} onPress={() => consult.mutate(null)}>
            {text.endConsult}
          </Button>
        ) : (
          <Button variant="quiet" wide onPress={() => setAction('consult')}>
            {text.consult}
          </Button>
        ))}
      {may.reassign && (
        <Button variant="quiet" wide onPress={() => setAction('reassign')}>
          {text.reassign}
        </Button>
      )}
      {may.record && (
        <Button variant="quiet" wide onPress={() => setAction('paper')}>
          {text.record}
        </Button>
      )}
      <Dialog title={text.addComment} isOpen={action === 'comment'} onClose={close}>
        <CommentForm requestId={task.requestId} canHide={task.whyNotDecide === null || may.record} onDone={close} />
      </Dialog>
      <Dialog title={text.consult} isOpen={action === 'consult'} onClose={close}>
        <ChooseForm
          note={text.consultNote}
          label={text.consultedField}
          action={text.consult}
          change={consult}
          onDone={close}
        />
      </Dialog>
      <Dialog title={text.reassign} isOpen={action === 'reassign'} onClose={close}>
        <ReassignForm
          card={card}
          onDone={(name) => {
            close()
            toast({ kind: 'done', message: text.reassigned(task.requestee.name, name) })
            onGiven()
          }}
        />
      </Dialog>
      <RecordDecisionDialog task={task} isOpen={action === 'paper'} onClose={close} />
    </div>
  )
}

function ReassignForm({ card: { task }, onDone }: { card: ApprovalCard; onDone: (name: string) => void }) {
  const reassign = useReassign(task.id)
  const except = task.kind === 'approval' ? [task.requestee.id, task.requester?.id ?? ''] : []
  return (
    <ChooseForm
      note={text.reassignNotes[task.kind]}
      label={text.reassignField}
      action={text.reassign}
      change={reassign}
      except={except}
      onDone={onDone}
    />
  )
}

interface ChooseFormProps {
  note: string
  label: string
  action: string
  change: ReturnType<typeof useReassign> | ReturnType<typeof useConsult>
  except?: readonly string[]
  onDone: (name: string) => void
}

function ChooseForm({ note, label, action, change, except = [], onDone }: ChooseFormProps) {
  const [chosen, setChosen] = useState<PrincipalRef>()
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen) change.mutate(chosen.id, { onSuccess: () => onDone(chosen.name) })
      }}
    >
      <p className="muted">{note}</p>
      <PrincipalPicker label={label} autoFocus chosen={chosen} onChoose={setChosen} except={except} />
      {change.isError && <Banner kind="error" title={asProblem(change.error).detail} />}
      <Button type="submit" variant="primary" wide isDisabled={!chosen} isPending={change.isPending}>
        {chosen ? `${action}: ${chosen.name}` : action}
      </Button>
    </form>
  )
}

function CommentForm({ requestId, canHide, onDone }: { requestId: string; canHide: boolean; onDone: () => void }) {
  const addComment = useComment(requestId)
  const [comment, setComment] = useState('')
  const [hidden, setHidden] = useState(false)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (comment.trim()) addComment.mutate({ comment: comment.trim(), hidden }, { onSuccess: onDone })
      }}
    >
      <TextField label={text.comment} value={comment} onChange={setComment} lines={4} maxLength={4000} autoFocus />
      {canHide && (
        <Checkbox isSelected={hidden} onChange={setHidden}>
          {text.hide}
        </Checkbox>
      )}
      {addComment.isError && <Banner kind="error" title={asProblem(addComment.error).detail} />}
      <Button type="submit" variant="primary" wide isDisabled={!comment.trim()} isPending={addComment.isPending}>
        {text.submitComment}
      </Button>
    </form>
  )
}
