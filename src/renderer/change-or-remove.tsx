import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { asProblem } from './api/problem.ts'
import { navigate } from './router.ts'
import { Banner } from './ui/banner.tsx'
import { Button } from './ui/button.tsx'
import { ConfirmDialog } from './ui/confirm-dialog.tsx'
import { Dialog } from './ui/dialog.tsx'
import { toast } from './ui/toast.ts'

export interface ChangeOrRemoveProps {
  name: string
  words: {
    readonly change: string
    readonly remove: string
    readonly removeTitle: (name: string) => string
    readonly removeText: string
    readonly removed: string
  }
  remove: UseMutationResult<undefined, Error, unknown>
  /** Where to go once it is gone. */
  after: string
  /** The form that changes it. */
  children: (close: () => void) => ReactNode
}

/** The decision about something that one keeps: change it in a dialog, or take it away after one question. */
export function ChangeOrRemove({ name, words, remove, after, children }: ChangeOrRemoveProps) {
  const [asking, setAsking] = useState<'change' | 'remove'>()
  const close = () => setAsking(undefined)
  return (
    <>
      <Button wide variant="primary" onPress={() => setAsking('change')}>
        {words.change}
      </Button>
      <Button wide variant="quiet" onPress={() => setAsking('remove')}>
        {words.remove}
      </Button>
      <Dialog title={name} isOpen={asking === 'change'} onClose={close} size="large">
        {children(close)}
      </Dialog>
      <ConfirmDialog
        title={words.removeTitle(name)}
        isOpen={asking === 'remove'}
        onClose={close}
        action={words.remove}
        danger
        busy={remove.isPending}
        error={remove.isError && <Banner kind="error" title={asProblem(remove.error).detail} />}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              toast({ kind: 'done', message: words.removed })
              navigate(after, { replace: true })
            },
          })
        }
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  )
}
