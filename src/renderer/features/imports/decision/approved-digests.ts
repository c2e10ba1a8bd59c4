import { createStore } from 'zustand/vanilla'

/**
 * The preview digests that were approved in this window. If an import returns with another digest, it must be reviewed
 * again.
 */
export const approvedDigestStore = createStore<{ readonly of: Readonly<Record<string, string>> }>(() => ({ of: {} }))

export const approvals = {
  note(importId: string, digest: string) {
    approvedDigestStore.setState(({ of }) => ({ of: { ...of, [importId]: digest } }))
  },
}
