import type { ChangeCounts } from '../../../../contract/imports.ts'
import { cx } from '../../../ui/cx.ts'
import { number } from '../../../ui/format.ts'
import { changeTotals } from '../queue/queue-entries.ts'
import { text } from '../text.ts'

const order = [
  { way: 'gain', sign: '+', words: 'come' },
  { way: 'loss', sign: '−', words: 'go' },
  { way: 'change', sign: '~', words: 'change' },
] as const

/** What comes, goes and changes, small enough for a line of the queue: figures with a bar of their shares. */
export function ChangeSummary({ counts }: { counts: ChangeCounts }) {
  const sum = changeTotals(counts)
  const shown = order.filter(({ way }) => sum[way] > 0)
  if (shown.length === 0) return <span className="ways muted">{text.noChangesWord}</span>
  return (
    <span
      className="ways"
      role="img"
      aria-label={shown.map(({ way, words }) => `${number(sum[way])} ${words}`).join(', ')}
    >
      {shown.map(({ way, sign }) => (
        <span key={way} className={cx('ways-figure', 'number', `tone-${way}`)}>
          {sign}
          {number(sum[way])}
        </span>
      ))}
      <span className="ways-bar">
        {shown.map(({ way }) => (
          <span key={way} className={`tone-${way}`} style={{ flexGrow: sum[way] }} />
        ))}
      </span>
    </span>
  )
}
