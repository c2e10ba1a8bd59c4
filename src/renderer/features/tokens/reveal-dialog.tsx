import { useEffect, useState } from 'react'
import type { RevealedToken } from '../../../contract/tokens.ts'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { text } from './text.ts'

const secondsShown = 60

interface RevealDialogProps {
  revealed: RevealedToken | undefined
  onClose: () => void
}

/** Shows a new secret once. It closes after a minute and when the window loses the focus. */
export function RevealDialog({ revealed, onClose }: RevealDialogProps) {
  return (
    <Dialog title={text.revealTitle} isOpen={revealed !== undefined} onClose={onClose} kind="alert" size="medium">
      {revealed && <Secret secret={revealed.secret} onClose={onClose} />}
    </Dialog>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
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
      <p>{text.revealText}</p>
      <CopyField label={text.secret} value={secret} secret multiline />
      <p className="muted number">{text.revealEnds(left)}</p>
      <Button variant="primary" onPress={onClose}>
        {text.done}
      </Button>
    </div>
  )
}
