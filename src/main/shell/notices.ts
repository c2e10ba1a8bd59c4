/** Lets one notice of a kind through each minute: ten imports that arrive together are one thing to look at. */
export function limitNotices(now: () => number, quietMs = 60_000): (kind: string) => boolean {
  const last = new Map<string, number>()
  return (kind) => {
    const before = last.get(kind)
    if (before !== undefined && now() - before < quietMs) return false
    last.set(kind, now())
    return true
  }
}
