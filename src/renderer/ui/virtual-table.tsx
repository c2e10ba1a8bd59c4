import { type CSSProperties, type ReactNode, useId } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'
import { isSelected } from './selection.ts'
import { text } from './text.ts'
import { useRowHeight } from './use-row-height.ts'
import { useVirtualRows, type VirtualRows } from './use-virtual-rows.ts'
import './field.css'
import './virtual.css'

export interface Column<T> {
  id: string
  title: string
  /** A grid track: "minmax(0, 2fr)", "7rem". */
  width: string
  align?: 'start' | 'end'
  /** Shows the title to screen readers only. */
  hideTitle?: boolean
  cell: (row: T, index: number) => ReactNode
}

export interface VirtualTableProps<T> extends VirtualRows<T> {
  label: string
  columns: readonly Column<T>[]
  /** A class for rows that stand out, such as changes that are held back. */
  rowClass?: (row: T) => string | undefined
  /** Shown if there are no rows. */
  empty?: ReactNode
}

const headHeight = 28
const boxWidth = '1.5rem'

/**
 * A grid for 100,000 rows: one Tab stop, then arrows, Home, End, PgUp, PgDn, Space and Enter. If rows can be selected,
 * each has a checkbox for the pointer.
 */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, columns, count, rowAt, keyOf, active, selection, rowClass, empty } = props
  const id = useId()
  const rowHeight = useRowHeight()
  const { scroller, virtual, items, onKeyDown, go, choose } = useVirtualRows(props, { rowHeight, headHeight })
  const widths = columns.map((column) => column.width)
  const tracks = { '--tracks': (selection ? [boxWidth, ...widths] : widths).join(' ') } as CSSProperties
  if (count === 0 && empty) return empty

  return (
    <div
      ref={scroller}
      className="virtual"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + (selection ? 1 : 0)}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active >= 0 && active < count ? `${id}${active}` : undefined}
      tabIndex={0}
      style={tracks}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && active < 0 && count > 0 && go(0)}
    >
      <div role="rowgroup" className="virtual-head" style={{ blockSize: headHeight }}>
        <div role="row" aria-rowindex={1} className="virtual-cells">
          {selection && (
            <div role="columnheader" className="virtual-cell">
              <span className="visually-hidden">{text.chosen}</span>
            </div>
          )}
          {columns.map((column) => (
            <div
              key={column.id}
              role="columnheader"
              className={cx('virtual-cell', column.align === 'end' && 'virtual-end')}
            >
              <span className={column.hideTitle ? 'visually-hidden' : 'truncate'}>{column.title}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="virtual-body" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index)
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid handles the keys
            <div
              key={item.key}
              id={`${id}${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={selection && row ? isSelected(selection, keyOf(row)) : item.index === active}
              className={cx(
                'virtual-row',
                'virtual-cells',
                item.index === active && 'virtual-active',
                row && rowClass?.(row),
              )}
              style={{ blockSize: item.size, transform: `translateY(${item.start - headHeight}px)` }}
              onClick={({ target, shiftKey, ctrlKey, metaKey }) => {
                const onBox = target instanceof Element && target.closest('.virtual-box') !== null
                if (selection && (onBox || shiftKey || ctrlKey || metaKey)) choose(item.index, shiftKey)
                else go(item.index)
              }}
              onDoubleClick={() => row && props.onOpen?.(row, item.index)}
            >
              {selection && <Box chosen={row !== undefined && isSelected(selection, keyOf(row))} />}
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={cx('virtual-cell', column.align === 'end' && 'virtual-end')}
                >
                  {row === undefined ? <span className="virtual-placeholder" /> : column.cell(row, item.index)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Display only: `aria-selected` of the row tells screen readers, and Space toggles it. */
function Box({ chosen }: { chosen: boolean }) {
  return (
    <div role="gridcell" className="virtual-cell virtual-box checkbox" data-selected={chosen || undefined}>
      <span className="checkbox-box">
        <Icon name="check" />
      </span>
    </div>
  )
}
