import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { text } from './text.ts'

const secondsShown = 60

interface RevealDialogProps {
  title: string
  /** What to do with the secret. */
  explanation: string
  /** Undefined: the dialog is closed. */
  secret: string | undefined
  onClose: () => void
}

/** Shows a new secret once. It closes after a minute and when the window loses the focus. */
export function RevealDialog({ title, explanation, secret, onClose }: RevealDialogProps) {
  return (
    <Dialog title={title} isOpen={secret !== undefined} onClose={onClose} kind="alert" size="medium">
      {secret !== undefined && <Secret secret={secret} explanation={explanation} onClose={onClose} />}
    </Dialog>
  )
}

function Secret({
  secret,
  explanation,
  onClose,
}: { secret: string } & Pick<RevealDialogProps, 'explanation' | 'onClose'>) {
  const [left, setLeft] = useState(secondsShown)
  useEffect(() => {
    const until = Date.now() + secondsShown * 1000
    const timer = setInterval(() => {
      const seconds = Math.ceil((until - Date.now()) / 1000)
      if (seconds <= 0) onClose()
      else setLeft(seconds)
    }, 1000)
    window.addEventListener('blur', onClose)
    return () => {
      clearInterval(timer)
      window.removeEventListener('blur', onClose)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- one timer while the secret is shown
  }, [])
  return (
    <div className="stack">
      <p>{explanation}</p>
      <CopyField label={text.secret} value={secret} secret multiline />
      <p className="muted number">{text.revealEnds(left)}</p>
      <Button variant="primary" onPress={onClose}>
        {text.done}
      </Button>
    </div>
  )
}
