import type { ReactNode } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.ts'
import type { ChangeMutation } from '../lists/use-save-change.ts'

export interface ConfirmRemovalProps<T> {
  title: string
  /** Label of the confirm button. */
  action: string
  /** Toast after the removal. */
  removed: string
  /** The record to remove; undefined closes the dialog. */
  record: T | undefined
  removal: ChangeMutation<T>
  onClose: () => void
  /** Called instead of onClose after the removal. */
  onRemoved?: () => void
  children: ReactNode
}

/** Removes a record after a confirmation. */
export function ConfirmRemoval<T>(props: ConfirmRemovalProps<T>) {
  const { title, action, removed, record, removal, onClose, onRemoved = onClose, children } = props
  return (
    <ConfirmDialog
      title={title}
      isOpen={record !== undefined}
      onClose={onClose}
      action={action}
      danger
      busy={removal.isPending}
      error={removal.isError && <Banner kind="error" title={asProblem(removal.error).detail} />}
      onConfirm={() =>
        record !== undefined &&
        removal.mutate(record, {
          onSuccess: () => {
            onRemoved()
            toast({ kind: 'done', message: removed })
          },
        })
      }
    >
      {children}
    </ConfirmDialog>
  )
}
