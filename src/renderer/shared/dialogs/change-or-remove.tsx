import { type ReactNode, useState } from 'react'
import { ConfirmRemoval } from './confirm-removal.tsx'
import { navigate, usePath } from '../navigation/router.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { ChangeMutation } from '../lists/use-save-change.ts'

export interface ChangeOrRemoveProps<T> {
  record: T
  labels: {
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
  const { record, labels, removal, after, children } = props
  const from = usePath()
  const [openDialog, setOpenDialog] = useState<'change' | 'remove'>()
  const close = () => setOpenDialog(undefined)
  return (
    <>
      <Button wide variant="primary" onPress={() => setOpenDialog('change')}>
        {labels.change}
      </Button>
      <Button wide variant="quiet" onPress={() => setOpenDialog('remove')}>
        {labels.remove}
      </Button>
      <Dialog title={record.name} isOpen={openDialog === 'change'} onClose={close} size="large">
        {children(close)}
      </Dialog>
      <ConfirmRemoval
        title={labels.removeTitle(record.name)}
        action={labels.remove}
        removed={labels.removed}
        record={openDialog === 'remove' ? record : undefined}
        removal={removal}
        onClose={close}
        onRemoved={() => navigate(after, { replace: true, from })}
      >
        {labels.removeText}
      </ConfirmRemoval>
    </>
  )
}
