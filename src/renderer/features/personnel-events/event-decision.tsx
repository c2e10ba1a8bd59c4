import { useState } from 'react'
import type { PersonnelEventDetail } from '../../../contract/personnel-events.ts'
import { asProblem } from '../../api/problem.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useCancelEvent, useCommentOnEvent, useEvent, useResume, useVote, useWithdraw } from './queries.ts'
import { text } from './text.ts'

/** What the signed-in user may do about an event: answer, set its end, comment, cancel. */
export function EventDecision({ id }: { id: string }) {
  const eventQuery = useEvent(id)
  if (!eventQuery.data || eventQuery.data.event.id !== id) return null
  const detail = eventQuery.data
  const { event, may } = detail
  const isVoted = event.stage === 'approval' || event.stage === 'verification'
  return (
    <div className="decision-pane">
      {isVoted && (may.vote ? <VoteForm detail={detail} /> : <NoVote detail={detail} />)}
      {may.withdraw && <Withdraw id={id} />}
      {may.resume && <Resume id={id} />}
      {!may.vote && <CommentForm id={id} />}
      {may.cancel && <Cancel id={id} />}
    </div>
  )
}

function NoVote({ detail: { may } }: { detail: PersonnelEventDetail }) {
  return (
    <Banner kind="info" title={text.cannotVote}>
      {may.whyNotVote}
    </Banner>
  )
}

function VoteForm({ detail: { event } }: { detail: PersonnelEventDetail }) {
  const vote = useVote(event.id)
  const [comment, setComment] = useState('')
  const isApproval = event.stage === 'approval'
  const labels = isApproval
    ? { approved: text.approve, rejected: text.reject }
    : { approved: text.verified, rejected: text.sendBack }
  const submit = (answer: 'approved' | 'rejected') =>
    vote.mutate(
      { answer, comment: comment.trim() },
      { onSuccess: () => toast({ kind: 'done', message: text.voted(text.answers[answer], event.personName) }) },
    )
  const command = (answer: 'approved' | 'rejected'): Command => ({
    id: `events.${answer}`,
    title: labels[answer],
    group: 'Review',
    shortcut: answer === 'approved' ? 'a' : 'x',
    icon: answer === 'approved' ? 'check' : 'close',
    isEnabled: !vote.isPending,
    run: () => submit(answer),
  })
  const [yes, no] = [command('approved'), command('rejected')]
  useCommands([yes, no])
  return (
    <>
      {vote.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(vote.error).detail}
        </Banner>
      )}
      <TextField
        label={text.comment}
        note={text.voteComment}
        value={comment}
        onChange={setComment}
        lines={3}
        maxLength={4000}
      />
      <CommandButton command={yes} variant="primary" wide isPending={vote.isPending} />
      <CommandButton command={no} wide />
    </>
  )
}

function Withdraw({ id }: { id: string }) {
  const withdraw = useWithdraw(id)
  return (
    <Button
      wide
      isPending={withdraw.isPending}
      onPress={() => withdraw.mutate(undefined, { onSuccess: () => toast({ kind: 'done', message: text.withdrawn }) })}
    >
      {text.withdraw}
    </Button>
  )
}

function Resume({ id }: { id: string }) {
  const resume = useResume(id)
  const [on, setOn] = useState('')
  const finish = () => toast({ kind: 'done', message: text.resumed })
  return (
    <form
      className="stack"
      onSubmit={(submitted) => {
        submitted.preventDefault()
        resume.mutate(on === '' ? null : on, { onSuccess: finish })
      }}
    >
      <TextField label={text.resumeOn} type="date" value={on} onChange={setOn} />
      {resume.isError && <Banner kind="error" title={asProblem(resume.error).detail} />}
      <Button type="submit" variant="primary" wide isPending={resume.isPending}>
        {on === '' ? text.resume : text.save}
      </Button>
    </form>
  )
}

function CommentForm({ id }: { id: string }) {
  const add = useCommentOnEvent(id)
  const [comment, setComment] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (comment.trim() !== '') add.mutate(comment.trim(), { onSuccess: () => setComment('') })
      }}
    >
      <TextField label={text.addComment} value={comment} onChange={setComment} lines={3} maxLength={4000} />
      {add.isError && <Banner kind="error" title={asProblem(add.error).detail} />}
      <Button type="submit" wide isDisabled={comment.trim() === ''} isPending={add.isPending}>
        {text.addComment}
      </Button>
    </form>
  )
}

function Cancel({ id }: { id: string }) {
  const cancel = useCancelEvent(id)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button wide variant="quiet" onPress={() => setOpen(true)}>
        {text.cancel}
      </Button>
      <ConfirmDialog
        title={text.cancelTitle}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        action={text.cancel}
        danger
        askReason={{ label: text.cancelReason, least: 1 }}
        busy={cancel.isPending}
        error={cancel.isError && <Banner kind="error" title={asProblem(cancel.error).detail} />}
        onConfirm={(reason) =>
          cancel.mutate(reason, {
            onSuccess: () => {
              setOpen(false)
              toast({ kind: 'done', message: text.cancelled })
            },
          })
        }
      >
        {text.cancelText}
      </ConfirmDialog>
    </>
  )
}
