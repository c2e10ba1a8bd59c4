import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import { text } from './text.ts'
import { dismissToast, runToastAction, type Toast, toastStore } from './toast.ts'
import './toast.css'

/** Time to read and to undo (undo is promised for ten seconds). Paused while the pointer or focus is on a toast. */
const lifetimes = { done: 10_000, info: 10_000, error: 20_000 }

export function ToastRegion() {
  const toasts = useStore(toastStore, (state) => state.toasts)
  const [isPaused, setPaused] = useState(false)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only pauses the timers
    <section
      className="toasts"
      aria-label={text.notifications}
      data-react-aria-top-layer="true"
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
    >
      <div role="status" aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} isPaused={isPaused} />
        ))}
      </div>
    </section>
  )
}

function ToastCard({ toast, isPaused }: { toast: Toast; isPaused: boolean }) {
  useEffect(() => {
    if (isPaused || toast.stays) return
    const timer = setTimeout(() => dismissToast(toast.id), lifetimes[toast.kind])
    return () => clearTimeout(timer)
  }, [isPaused, toast])
  return (
    <div className={cx('toast', `toast-${toast.kind}`)}>
      <Icon name={toast.kind === 'error' ? 'error' : toast.kind === 'done' ? 'done' : 'info'} />
      <span className="toast-message">{toast.message}</span>
      {toast.action && (
        <Button variant="quiet" {...(toast.action.undo && { shortcut: 'mod+z' })} onPress={() => runToastAction(toast)}>
          {toast.action.title}
        </Button>
      )}
      <IconButton icon="close" label={text.dismiss} onPress={() => dismissToast(toast.id)} />
    </div>
  )
}
