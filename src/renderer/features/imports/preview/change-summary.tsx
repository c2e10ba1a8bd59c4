import type { ChangeCounts } from '../../../../contract/imports.ts'
import { cx } from '../../../ui/cx.ts'
import { number } from '../../../ui/format.ts'
import { changeTotals } from '../queue/queue-entries.ts'
import { text } from '../text.ts'

const order = [
  { direction: 'gain', sign: '+', label: 'added' },
  { direction: 'loss', sign: '−', label: 'removed' },
  { direction: 'change', sign: '~', label: 'changed' },
] as const

/** Counts of additions, removals and changes with a small bar, for a list entry. */
export function ChangeSummary({ counts }: { counts: ChangeCounts }) {
  const sum = changeTotals(counts)
  const shown = order.filter(({ direction }) => sum[direction] > 0)
  if (shown.length === 0) return <span className="change-summary muted">{text.noChangesWord}</span>
  return (
    <span
      className="change-summary"
      role="img"
      aria-label={shown.map(({ direction, label }) => `${number(sum[direction])} ${label}`).join(', ')}
    >
      {shown.map(({ direction, sign }) => (
        <span key={direction} className={cx('change-summary-figure', 'number', `tone-${direction}`)}>
          {sign}
          {number(sum[direction])}
        </span>
      ))}
      <span className="change-summary-bar">
        {shown.map(({ direction }) => (
          <span key={direction} className={`tone-${direction}`} style={{ flexGrow: sum[direction] }} />
        ))}
      </span>
    </span>
  )
}
