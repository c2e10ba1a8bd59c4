import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { placeAfter } from './list-keys.ts'
import { allSelected, isSelected, noneSelected, type Selection, set, toggle } from './selection.ts'

export interface VirtualRows<T> {
  count: number
  /** The row at an index; undefined while its page is loading. */
  rowAt: (place: number) => T | undefined
  keyOf: (row: T) => string
  /** Index of the active row; -1 for none. */
  active: number
  onActive: (place: number) => void
  onOpen?: (row: T, place: number) => void
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
// oxlint-disable-next-line max-lines-per-function -- one hook: its state and what it returns belong together
export function useVirtualRows<T>(rows: VirtualRows<T>, sizes: RowSizes) {
  const scroller = useRef<HTMLDivElement>(null)
  const { count, active, onActive, onRange, selection, onSelection, rowAt, keyOf } = rows

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => sizes.rowHeight,
    overscan: 12,
    scrollMargin: sizes.headHeight,
    scrollPaddingStart: sizes.headHeight,
    // The active row stays in the DOM when it is scrolled away, because aria-activedescendant refers to it.
    rangeExtractor: (range) => {
      const places = defaultRangeExtractor(range)
      if (active < 0 || active >= count || places.includes(active)) return places
      return active < (places[0] ?? 0) ? [active, ...places] : [...places, active]
    },
  })
  const { version } = rows
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0
  }, [version])
  const { rowHeight } = sizes
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the virtualizer never changes; only the row height does
  useEffect(() => virtual.measure(), [rowHeight])

  const items = virtual.getVirtualItems()
  const first = items.find((item) => item.index !== active)?.index ?? 0
  const last = items.findLast((item) => item.index !== active)?.index ?? 0
  // In braces, so that the return value of the callback is not used as a clean-up function.
  useEffect(() => {
    onRange?.(first, last)
  }, [first, last, onRange])

  const go = (place: number) => {
    onActive(place)
    virtual.scrollToIndex(place)
  }

  const keysBetween = (from: number, to: number) => {
    const keys: string[] = []
    for (let place = Math.min(from, to); place <= Math.max(from, to); place += 1) {
      const row = rowAt(place)
      if (row !== undefined) keys.push(keyOf(row))
    }
    return keys
  }

  /**
   * Handles a click on the checkbox of a row, or on the row with Shift, Ctrl or Cmd. Shift selects the rows in between.
   */
  const choose = (place: number, between: boolean) => {
    const row = rowAt(place)
    if (row !== undefined && selection !== undefined && onSelection !== undefined)
      onSelection(
        between ? set(selection, keysBetween(Math.max(0, active), place), true) : toggle(selection, keyOf(row)),
      )
    go(place)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys inside a control of a row belong to that control.
    if (event.target !== event.currentTarget || event.altKey) return
    const choosing = selection !== undefined && onSelection !== undefined
    const row = active >= 0 ? rowAt(active) : undefined
    if (event.ctrlKey || event.metaKey) {
      if (!choosing || event.key.toLowerCase() !== 'a') return
      onSelection(selection.all && selection.keys.size === 0 ? noneSelected : allSelected)
    } else if (event.key === 'Enter' && row !== undefined && rows.onOpen) {
      rows.onOpen(row, active)
    } else if (event.key === ' ' && row !== undefined && choosing) {
      onSelection(toggle(selection, keyOf(row)))
    } else {
      const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - sizes.headHeight) / rowHeight) - 1)
      const next = placeAfter(event.key, { active, count, page })
      if (next === undefined) return
      if (event.shiftKey && choosing) {
        const chosen = row === undefined || isSelected(selection, keyOf(row)) || next !== active
        onSelection(set(selection, keysBetween(Math.max(0, active), next), chosen))
      }
      go(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return { scroller, virtual, items, onKeyDown, go, choose }
}
