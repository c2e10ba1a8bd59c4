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
const most = 4

export const toastStore = createStore<Toasts>(() => ({ toasts: [] }))

/** Shows a passing notice. What must not be missed is a banner instead. */
export function toast(notice: Omit<Toast, 'id'>): number {
  lastId += 1
  const id = lastId
  toastStore.setState(({ toasts }) => ({
    toasts: [
      ...toasts.filter((one) => notice.about === undefined || one.about !== notice.about),
      { ...notice, id },
    ].slice(-most),
  }))
  return id
}

export function dismissToast(id: number) {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }))
}

/** The newest undo on offer, which Ctrl+Z takes. */
export function undoOnOffer(): Toast | undefined {
  return toastStore.getState().toasts.findLast((one) => one.action?.undo)
}

/** Does what a toast offers, once. */
export function takeToast(one: Toast) {
  dismissToast(one.id)
  one.action?.run()
}
