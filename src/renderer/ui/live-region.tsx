import { useSyncExternalStore } from 'react'

let messages = { polite: '', assertive: '' }
const listeners = new Set<() => void>()

function setMessages(next: typeof messages) {
  messages = next
  for (const listener of listeners) listener()
}

/** Announces a message to screen readers, once. The message must also be visible. */
export function announce(message: string, urgency: 'polite' | 'assertive' = 'polite') {
  // Cleared first, so that the same message can be announced twice.
  setMessages({ ...messages, [urgency]: '' })
  setTimeout(() => setMessages({ ...messages, [urgency]: message }), 60)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Rendered once, by the shell, and never removed: screen readers ignore regions that come and go. */
export function LiveRegion() {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => messages)
  return (
    // Stays audible while a dialog hides the rest of the page.
    <div className="visually-hidden" data-react-aria-top-layer="true">
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  )
}
