import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './text-field.tsx'
import { text } from './text.ts'

export interface ConfirmDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** Names the action ("Apply 412 removals"), never "OK". */
  action: string
  danger?: boolean | undefined
  /** Text that must be typed to confirm a dangerous action. */
  phrase?: string | undefined
  /** Asks for a reason, for the audit log. */
  askReason?: { label: string; placeholder?: string; note?: string; least?: number } | undefined
  busy?: boolean
  error?: ReactNode
  children: ReactNode
  onConfirm: (reason: string) => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, isOpen, onClose, action, danger, phrase, askReason, busy = false, error, children, onConfirm } = props
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} kind="alert" size="medium">
      {/* The form exists only while the dialog is open, so that no input survives into the next dialog. */}
      <ConfirmForm {...{ action, danger, phrase, askReason, busy, error, children, onConfirm, onClose }} />
    </Dialog>
  )
}

function ConfirmForm(props: Omit<ConfirmDialogProps, 'title' | 'isOpen'>) {
  const { action, danger, phrase, askReason, busy = false, error, children, onConfirm, onClose } = props
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const matches = phrase === undefined || typed.trim().toLowerCase() === phrase.toLowerCase()
  const ready = matches && (!askReason || reason.trim().length >= (askReason.least ?? 1)) && !busy
  return (
    <form
      className="confirm"
      onSubmit={(event) => {
        event.preventDefault()
        // React events bubble through the component tree: a form around this dialog must not receive its submit.
        event.stopPropagation()
        if (ready) onConfirm(reason.trim())
      }}
    >
      {children}
      {askReason && (
        <TextField
          label={askReason.label}
          {...(askReason.placeholder && { placeholder: askReason.placeholder })}
          {...(askReason.note && { note: askReason.note })}
          value={reason}
          onChange={setReason}
          lines={2}
          isRequired
          autoFocus
        />
      )}
      {phrase !== undefined && (
        <TextField
          label={text.typeToConfirm(phrase)}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          autoFocus={!askReason}
        />
      )}
      {error}
      <footer className="confirm-foot">
        <Button onPress={onClose}>{text.cancel}</Button>
        <Button
          type="submit"
          variant={danger ? 'danger' : 'primary'}
          isDisabled={!ready}
          isPending={busy}
          autoFocus={!askReason && phrase === undefined}
        >
          {action}
        </Button>
      </footer>
    </form>
  )
}
