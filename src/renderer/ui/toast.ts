import { createStore } from 'zustand/vanilla'

export interface Toast {
  id: number
  kind: 'done' | 'info' | 'error'
  message: string
  /** A toast replaces an older one with the same `about`. */
  about?: string
  /** Stays until it is dismissed. */
  stays?: boolean
  /** One action. An undo also reacts to Ctrl+Z while the toast is shown. */
  action?: { title: string; run: () => void; undo?: boolean }
}

interface Toasts {
  toasts: readonly Toast[]
}

let lastId = 0
const maxToasts = 4

export const toastStore = createStore<Toasts>(() => ({ toasts: [] }))

/** Shows a temporary notice. Use a banner for anything that must not be missed. */
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

/** The newest toast with an undo, for Ctrl+Z. */
export function latestUndo(): Toast | undefined {
  return toastStore.getState().toasts.findLast((shown) => shown.action?.undo)
}

/** Runs the action of a toast once. */
export function runToastAction(chosen: Toast) {
  dismissToast(chosen.id)
  chosen.action?.run()
}
