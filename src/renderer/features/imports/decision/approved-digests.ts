import { createStore } from 'zustand/vanilla'

/** The digests that were approved in this window: a preview that comes back with another one must be looked at again. */
export const approvedDigestStore = createStore<{ readonly of: Readonly<Record<string, string>> }>(() => ({ of: {} }))

export const approvals = {
  note(importId: string, digest: string) {
    approvedDigestStore.setState(({ of }) => ({ of: { ...of, [importId]: digest } }))
  },
}
