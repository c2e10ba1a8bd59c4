import { useState } from 'react'
import type { Webhook } from '../../../../contract/webhooks.ts'
import { asProblem } from '../../../api/problem.ts'
import { pages } from '../../../shared/navigation/paths.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { toast } from '../../../ui/toast.ts'
import { useMoveWebhook, useRemoveWebhook, useReplayGivenUp, useRotateSecret, useTestWebhook } from './queries.ts'
import { text } from './text.ts'
import { WebhookDialog } from './webhook-form.tsx'

interface WebhookActionsProps {
  webhook: Webhook
  onSecret: (secret: string) => void
}

/** Everything that can be done with a webhook. */
export function WebhookActions({ webhook, onSecret }: WebhookActionsProps) {
  const [open, setOpen] = useState<'edit' | 'rotate' | 'remove'>()
  const test = useTestWebhook(webhook)
  const move = useMoveWebhook(webhook)
  const rotate = useRotateSecret(webhook)
  const remove = useRemoveWebhook(webhook)
  const replay = useReplayGivenUp(webhook)
  const close = () => setOpen(undefined)
  const failed = [test, move, replay].find(({ isError }) => isError)?.error
  const step = webhook.state === 'active' ? 'pause' : 'resume'
  const errorOf = (mutation: { isError: boolean; error: Error | null }) =>
    mutation.isError && <Refusal error={mutation.error} />
  return (
    <div className="stack-dense">
      <div className="webhook-actions">
        <Button onPress={() => setOpen('edit')}>{text.edit}</Button>
        <Button isPending={test.isPending} onPress={() => test.mutate(undefined)}>
          {text.test}
        </Button>
        <Button
          isPending={move.isPending}
          onPress={() =>
            move.mutate(step, {
              onSuccess: () => toast({ kind: 'done', message: step === 'pause' ? text.paused : text.resumed }),
            })
          }
        >
          {step === 'pause' ? text.pause : text.resume}
        </Button>
        {webhook.givenUp > 0 && (
          <Button
            isPending={replay.isPending}
            onPress={() =>
              replay.mutate(undefined, {
                onSuccess: ({ replayed }) => toast({ kind: 'done', message: text.replayedAll(replayed) }),
              })
            }
          >
            {text.replayAll(webhook.givenUp)}
          </Button>
        )}
        <Button onPress={() => setOpen('rotate')}>{text.rotate}</Button>
        <Button variant="danger" onPress={() => setOpen('remove')}>
          {text.remove}
        </Button>
      </div>
      {test.data && <TestResult attempt={test.data} />}
      {failed && <Refusal error={failed} />}
      <WebhookDialog isOpen={open === 'edit'} webhook={webhook} onClose={close} />
      <ConfirmDialog
        title={text.rotateTitle(webhook.name)}
        isOpen={open === 'rotate'}
        onClose={close}
        action={text.rotateConfirm}
        busy={rotate.isPending}
        error={errorOf(rotate)}
        onConfirm={() =>
          rotate.mutate(undefined, {
            onSuccess: ({ secret }) => {
              close()
              onSecret(secret)
            },
          })
        }
      >
        <p>{text.rotateText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={text.removeTitle(webhook.name)}
        isOpen={open === 'remove'}
        onClose={close}
        action={text.removeConfirm}
        danger
        busy={remove.isPending}
        error={errorOf(remove)}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              navigate(pages.webhooks)
              toast({ kind: 'done', message: text.removed(webhook.name) })
            },
          })
        }
      >
        <p>{text.removeText}</p>
      </ConfirmDialog>
    </div>
  )
}

function TestResult({ attempt }: { attempt: { status: number | null; durationMs: number; failure: string | null } }) {
  if (attempt.failure === null)
    return <Banner kind="success" title={text.testWorked(attempt.status ?? 0, attempt.durationMs)} />
  return (
    <Banner kind="error" title={text.testFailed}>
      {attempt.failure}
    </Banner>
  )
}

function Refusal({ error }: { error: Error | null }) {
  const { status, detail } = asProblem(error)
  return (
    <Banner kind="error" title={text.refused}>
      {status === 412 ? text.stale : detail}
    </Banner>
  )
}
