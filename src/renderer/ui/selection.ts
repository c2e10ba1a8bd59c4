/**
 * Selected rows. With `all`, every row is selected, loaded or not, except those in `keys`, so that Ctrl+A over 100,000
 * rows stores nothing.
 */
export interface Selection {
  readonly all: boolean
  readonly keys: ReadonlySet<string>
}

export const noneSelected: Selection = { all: false, keys: new Set() }
export const allSelected: Selection = { all: true, keys: new Set() }

export function isSelected(selection: Selection, key: string): boolean {
  return selection.keys.has(key) !== selection.all
}

export function toggle(selection: Selection, key: string): Selection {
  return set(selection, [key], !isSelected(selection, key))
}

/** Selects or deselects several rows. */
export function set(selection: Selection, keys: Iterable<string>, chosen: boolean): Selection {
  const next = new Set(selection.keys)
  for (const key of keys) {
    if (chosen === selection.all) next.delete(key)
    else next.add(key)
  }
  return { all: selection.all, keys: next }
}

export function sizeOf(selection: Selection, count: number): number {
  return selection.all ? count - selection.keys.size : selection.keys.size
}
