import { type ReactNode, useState } from 'react'
import { ConfirmRemoval } from './confirm-removal.tsx'
import { navigate, usePath } from '../navigation/router.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { ChangeMutation } from '../lists/use-save-change.ts'

export interface ChangeOrRemoveProps<T> {
  one: T
  words: {
    readonly change: string
    readonly remove: string
    readonly removeTitle: (name: string) => string
    readonly removeText: string
    readonly removed: string
  }
  removal: ChangeMutation<T>
  /** Path to open after the removal. */
  after: string
  /** The form for changes. */
  children: (close: () => void) => ReactNode
}

/** Two buttons: one opens a form to change a record, one removes it after a confirmation. */
export function ChangeOrRemove<T extends { readonly name: string }>(props: ChangeOrRemoveProps<T>) {
  const { one, words, removal, after, children } = props
  const from = usePath()
  const [openDialog, setOpenDialog] = useState<'change' | 'remove'>()
  const close = () => setOpenDialog(undefined)
  return (
    <>
      <Button wide variant="primary" onPress={() => setOpenDialog('change')}>
        {words.change}
      </Button>
      <Button wide variant="quiet" onPress={() => setOpenDialog('remove')}>
        {words.remove}
      </Button>
      <Dialog title={one.name} isOpen={openDialog === 'change'} onClose={close} size="large">
        {children(close)}
      </Dialog>
      <ConfirmRemoval
        title={words.removeTitle(one.name)}
        action={words.remove}
        removed={words.removed}
        what={openDialog === 'remove' ? one : undefined}
        removal={removal}
        onClose={close}
        onRemoved={() => navigate(after, { replace: true, from })}
      >
        {words.removeText}
      </ConfirmRemoval>
    </>
  )
}
