import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'
import { isSelected } from './selection.ts'
import { useRowHeight } from './use-row-height.ts'
import { useVirtualRows, type VirtualRows } from './use-virtual-rows.ts'
import './virtual.css'

export interface VirtualListProps<T> extends VirtualRows<T> {
  label: string
  /** Height of an entry in rows: 1 for one line, 2 for two. */
  lines?: number
  /** The number of entries in words; announced when a search or a filter changes it. */
  counted?: (count: number) => string
  children: (row: T, index: number) => ReactNode
  empty?: ReactNode
}

/** A list of entries with keyboard navigation; the active entry is shown in the detail pane. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, count, rowAt, keyOf, active, selection, lines = 1, counted, children, empty } = props
  const id = useId()
  const rowHeight = Math.round(useRowHeight() * (lines === 1 ? 1 : lines * 0.8))
  const { scroller, virtual, items, onKeyDown, go } = useVirtualRows(props, { rowHeight, headHeight: 0 })
  if (count === 0 && empty) return empty

  return (
    <>
      <div
        ref={scroller}
        className="virtual"
        role="listbox"
        aria-label={label}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={active >= 0 && active < count ? `${id}${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && active < 0 && count > 0 && go(0)}
      >
        <div role="presentation" className="virtual-body" style={{ blockSize: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index)
            return (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list handles the keys
              <div
                key={item.key}
                id={`${id}${item.index}`}
                role="option"
                aria-posinset={item.index + 1}
                aria-setsize={count}
                aria-selected={selection && row ? isSelected(selection, keyOf(row)) : item.index === active}
                className={cx('virtual-row', 'virtual-entry', item.index === active && 'virtual-active')}
                style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
                onClick={() => go(item.index)}
                onDoubleClick={() => row && props.onOpen?.(row, item.index)}
              >
                {row === undefined ? <span className="virtual-placeholder" /> : children(row, item.index)}
              </div>
            )
          })}
        </div>
      </div>
      {counted && (
        <p className="virtual-count" role="status">
          {counted(count)}
        </p>
      )}
    </>
  )
}
