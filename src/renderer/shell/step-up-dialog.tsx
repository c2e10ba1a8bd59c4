import { useStore } from 'zustand'
import { finishStepUp, stepUpStore } from '../api/step-up.ts'
import { Dialog } from '../ui/dialog.tsx'
import { PasswordForm } from './password-form.tsx'
import { text } from './text.ts'

/** Asks for the password when the host requires a recent one. The waiting call then continues. */
export function StepUpDialog() {
  const isOpen = useStore(stepUpStore, (state) => state.isOpen)
  return (
    <Dialog title={text.stepUp.title} isOpen={isOpen} onClose={() => finishStepUp(false)} kind="alert" size="small">
      <p className="muted">{text.stepUp.note}</p>
      <PasswordForm action={text.stepUp.continue} onGiven={() => finishStepUp(true)} />
    </Dialog>
  )
}
