import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { indexAfter } from './list-keys.ts'
import { allSelected, isSelected, noneSelected, type Selection, set, toggle } from './selection.ts'

export interface VirtualRows<T> {
  count: number
  /** The row at an index; undefined while its page is loading. */
  rowAt: (index: number) => T | undefined
  keyOf: (row: T) => string
  /** Index of the active row; -1 for none. */
  active: number
  onActive: (index: number) => void
  onOpen?: (row: T, index: number) => void
  /** Reports the visible rows, so that missing pages can be fetched. */
  onRange?: (first: number, last: number) => void
  /** Changes when the rows are of another list, which is then shown from its start. */
  version?: unknown
  selection?: Selection
  onSelection?: (selection: Selection) => void
}

export interface RowSizes {
  rowHeight: number
  /** Height of the sticky header, which must not cover rows. */
  headHeight: number
}

/** Shared by VirtualList and VirtualTable: windowing, keys and selection. */
export function useVirtualRows<T>(rows: VirtualRows<T>, sizes: RowSizes) {
  const { scroller, virtual, items } = useWindow(rows, sizes)
  const go = (index: number) => {
    rows.onActive(index)
    virtual.scrollToIndex(index)
  }
  const rowsPerPage = () =>
    Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - sizes.headHeight) / sizes.rowHeight) - 1)
  return {
    scroller,
    virtual,
    items,
    go,
    choose: chooser(rows, go),
    onKeyDown: keyHandler(rows, go, rowsPerPage),
  }
}

/** Renders the visible rows only. */
function useWindow<T>({ count, active, onRange, version }: VirtualRows<T>, { rowHeight, headHeight }: RowSizes) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // The active row stays in the DOM when it is scrolled away, because aria-activedescendant refers to it.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range)
      if (active < 0 || active >= count || indexes.includes(active)) return indexes
      return active < (indexes[0] ?? 0) ? [active, ...indexes] : [...indexes, active]
    },
  })
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [version])
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the virtualizer never changes; only the row height does
  useEffect(() => virtual.measure(), [rowHeight])

  const items = virtual.getVirtualItems()
  const first = items.find((item) => item.index !== active)?.index ?? 0
  const last = items.findLast((item) => item.index !== active)?.index ?? 0
  // In braces, so that the return value of the callback is not used as a clean-up function.
  useEffect(() => {
    onRange?.(first, last)
  }, [first, last, onRange])
  return { scroller, virtual, items }
}

/** The keys of the loaded rows between two rows, both included. */
function keysBetween<T>({ rowAt, keyOf }: VirtualRows<T>, from: number, to: number): string[] {
  const keys: string[] = []
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const row = rowAt(index)
    if (row !== undefined) keys.push(keyOf(row))
  }
  return keys
}

/** Handles a click on the checkbox of a row, or on the row with Shift, Ctrl or Cmd. Shift selects the rows in between. */
const chooser =
  <T>(rows: VirtualRows<T>, go: (index: number) => void) =>
  (index: number, between: boolean) => {
    const { selection, onSelection, active } = rows
    const row = rows.rowAt(index)
    if (row !== undefined && selection !== undefined && onSelection !== undefined)
      onSelection(
        between
          ? set(selection, keysBetween(rows, Math.max(0, active), index), true)
          : toggle(selection, rows.keyOf(row)),
      )
    go(index)
  }

const keyHandler =
  <T>(rows: VirtualRows<T>, go: (index: number) => void, rowsPerPage: () => number) =>
  (event: KeyboardEvent<HTMLElement>) => {
    const { count, active, selection, onSelection, keyOf } = rows
    // Keys inside a control of a row belong to that control.
    if (event.target !== event.currentTarget || event.altKey) return
    const choosing = selection !== undefined && onSelection !== undefined
    const row = active >= 0 ? rows.rowAt(active) : undefined
    if (event.ctrlKey || event.metaKey) {
      if (!choosing || event.key.toLowerCase() !== 'a') return
      onSelection(selection.all && selection.keys.size === 0 ? noneSelected : allSelected)
    } else if (event.key === 'Enter' && row !== undefined && rows.onOpen) {
      rows.onOpen(row, active)
    } else if (event.key === ' ' && row !== undefined && choosing) {
      onSelection(toggle(selection, keyOf(row)))
    } else {
      const next = indexAfter(event.key, { active, count, page: rowsPerPage() })
      if (next === undefined) return
      if (event.shiftKey && choosing) {
        const chosen = row === undefined || isSelected(selection, keyOf(row)) || next !== active
        onSelection(set(selection, keysBetween(rows, Math.max(0, active), next), chosen))
      }
      go(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }
