import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import { text } from './text.ts'
import { dismissToast, takeToast, type Toast, toastStore } from './toast.ts'
import './toast.css'

/** Long enough to read and to undo (ten seconds are promised); waits while pointed at or focused. */
const life = { done: 10_000, info: 10_000, error: 20_000 }

export function ToastRegion() {
  const toasts = useStore(toastStore, (state) => state.toasts)
  const [held, setHeld] = useState(false)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- holds the notices, offers nothing itself
    <section
      className="toasts"
      aria-label={text.notifications}
      data-react-aria-top-layer="true"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status" aria-live="polite" aria-relevant="additions">
        {toasts.map((one) => (
          <ToastCard key={one.id} one={one} held={held} />
        ))}
      </div>
    </section>
  )
}

function ToastCard({ one, held }: { one: Toast; held: boolean }) {
  useEffect(() => {
    if (held || one.stays) return
    const timer = setTimeout(() => dismissToast(one.id), life[one.kind])
    return () => clearTimeout(timer)
  }, [held, one])
  return (
    <div className={cx('toast', `toast-${one.kind}`)}>
      <Icon name={one.kind === 'error' ? 'error' : one.kind === 'done' ? 'done' : 'info'} />
      <span className="toast-message">{one.message}</span>
      {one.action && (
        <Button variant="quiet" {...(one.action.undo && { shortcut: 'mod+z' })} onPress={() => takeToast(one)}>
          {one.action.title}
        </Button>
      )}
      <IconButton icon="close" label={text.dismiss} onPress={() => dismissToast(one.id)} />
    </div>
  )
}
