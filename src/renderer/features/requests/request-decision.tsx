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

/** Comment, attach, cancel: what one may do with a request. */
export function RequestDecision({ id }: { id: string }) {
  const found = useRequest(id)
  const cancel = useCancel(id)
  const attach = useAttach(id)
  const [asking, setAsking] = useState(false)
  if (!found.data || found.data.request.id !== id) return null
  const { may } = found.data
  return (
    <div className="request-do">
      {may.comment && <Say id={id} mayHide={may.hide} />}
      <AttachButton attach={attach} />
      {may.cancel && (
        <Button wide variant="quiet" onPress={() => setAsking(true)}>
          {text.cancel}
        </Button>
      )}
      <ConfirmDialog
        title={text.cancelTitle}
        isOpen={asking}
        onClose={() => setAsking(false)}
        action={text.cancel}
        danger
        askReason={{ label: text.cancelReason, least: 0 }}
        busy={cancel.isPending}
        error={cancel.isError && <Banner kind="error" title={asProblem(cancel.error).detail} />}
        onConfirm={(reason) =>
          cancel.mutate(reason, {
            onSuccess: () => {
              setAsking(false)
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

function Say({ id, mayHide }: { id: string; mayHide: boolean }) {
  const comment = useComment(id)
  const [words, setWords] = useState('')
  const [hidden, setHidden] = useState(false)
  return (
    <form
      className="request-say"
      onSubmit={(event) => {
        event.preventDefault()
        if (words.trim()) comment.mutate({ comment: words.trim(), hidden }, { onSuccess: () => setWords('') })
      }}
    >
      <TextField label={text.say} value={words} onChange={setWords} lines={3} maxLength={4000} />
      {mayHide && (
        <Checkbox isSelected={hidden} onChange={setHidden}>
          {text.hide}
        </Checkbox>
      )}
      {comment.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(comment.error).detail}
        </Banner>
      )}
      <Button type="submit" wide isDisabled={!words.trim()} isPending={comment.isPending}>
        {text.sayAction}
      </Button>
    </form>
  )
}
