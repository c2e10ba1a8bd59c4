/** The index that a key moves to, or undefined if the key does not move. */
export function indexAfter(key: string, list: { active: number; count: number; page: number }): number | undefined {
  const last = list.count - 1
  if (last < 0) return
  const from = Math.max(0, Math.min(list.active, last))
  switch (key) {
    case 'ArrowDown':
      return list.active < 0 ? 0 : Math.min(last, from + 1)
    case 'ArrowUp':
      return list.active < 0 ? last : Math.max(0, from - 1)
    case 'PageDown':
      return Math.min(last, from + list.page)
    case 'PageUp':
      return Math.max(0, from - list.page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return
  }
}
