import { createStore } from 'zustand/vanilla'

export interface Toast {
  id: number
  kind: 'done' | 'info' | 'error'
  message: string
  /** A newer notice about the same thing takes the place of the older. */
  about?: string
  /** It stays until it is taken away. */
  stays?: boolean
  /** One thing to do about it. An undo is also what Ctrl+Z does while the toast is there. */
  action?: { title: string; run: () => void; undo?: boolean }
}

interface Toasts {
  toasts: readonly Toast[]
}

let lastId = 0
const maxToasts = 4

export const toastStore = createStore<Toasts>(() => ({ toasts: [] }))

/** Shows a passing notice. What must not be missed is a banner instead. */
export function toast(notice: Omit<Toast, 'id'>): number {
  lastId += 1
  const id = lastId
  toastStore.setState(({ toasts }) => ({
    toasts: [
      ...toasts.filter((shown) => notice.about === undefined || shown.about !== notice.about),
      { ...notice, id },
    ].slice(-maxToasts),
  }))
  return id
}

export function dismissToast(id: number) {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((shown) => shown.id !== id) }))
}

/** The newest undo on offer, which Ctrl+Z takes. */
export function latestUndo(): Toast | undefined {
  return toastStore.getState().toasts.findLast((shown) => shown.action?.undo)
}

/** Does what a toast offers, once. */
export function runToastAction(chosen: Toast) {
  dismissToast(chosen.id)
  chosen.action?.run()
}
