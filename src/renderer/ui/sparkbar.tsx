import { number } from './format.ts'
import './sparkbar.css'

/** A bar chart of a series, oldest first. The last bar is highlighted. */
export function Sparkbar({ label, values }: { label: string; values: readonly number[] }) {
  const top = Math.max(1, ...values)
  return (
    <span className="spark" role="img" aria-label={`${label}: ${values.map(number).join(', ')}`}>
      {values.map((value, index) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- the position is the only identity of a value
          key={index}
          className="spark-bar"
          data-last={index === values.length - 1 || undefined}
          style={{ blockSize: `${(value / top) * 100}%` }}
        />
      ))}
    </span>
  )
}
