import { useState } from 'react'
import { asProblem } from '../../api/problem.ts'
import { AttachButton } from '../../shared/request-parts/attach-button.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useAttach, useCancel, useComment, useRequest } from './queries.ts'
import { text } from './text.ts'

/** Actions on a request: comment, attach, cancel. */
export function RequestActions({ id }: { id: string }) {
  const requestQuery = useRequest(id)
  const cancel = useCancel(id)
  const attach = useAttach(id)
  const [isCancelling, setCancelling] = useState(false)
  if (!requestQuery.data || requestQuery.data.request.id !== id) return null
  const { may } = requestQuery.data
  return (
    <div className="decision-pane">
      {may.comment && <CommentForm id={id} canHide={may.hide} />}
      <AttachButton attach={attach} />
      {may.cancel && (
        <Button wide variant="quiet" onPress={() => setCancelling(true)}>
          {text.cancel}
        </Button>
      )}
      <ConfirmDialog
        title={text.cancelTitle}
        isOpen={isCancelling}
        onClose={() => setCancelling(false)}
        action={text.cancel}
        danger
        askReason={{ label: text.cancelReason, least: 0 }}
        busy={cancel.isPending}
        error={cancel.isError && <Banner kind="error" title={asProblem(cancel.error).detail} />}
        onConfirm={(reason) =>
          cancel.mutate(reason, {
            onSuccess: () => {
              setCancelling(false)
              toast({ kind: 'done', message: text.cancelled })
            },
          })
        }
      >
        {text.cancelText}
      </ConfirmDialog>
    </div>
  )
}

function CommentForm({ id, canHide }: { id: string; canHide: boolean }) {
  const addComment = useComment(id)
  const [comment, setComment] = useState('')
  const [hidden, setHidden] = useState(false)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (comment.trim()) addComment.mutate({ comment: comment.trim(), hidden }, { onSuccess: () => setComment('') })
      }}
    >
      <TextField label={text.addComment} value={comment} onChange={setComment} lines={3} maxLength={4000} />
      {canHide && (
        <Checkbox isSelected={hidden} onChange={setHidden}>
          {text.hide}
        </Checkbox>
      )}
      {addComment.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(addComment.error).detail}
        </Banner>
      )}
      <Button type="submit" wide isDisabled={!comment.trim()} isPending={addComment.isPending}>
        {text.submitComment}
      </Button>
    </form>
  )
}
