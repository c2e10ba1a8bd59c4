import { number } from './format.ts'
import './proportion-bar.css'

/** A run of sizes over time, oldest first; the last is the one being looked at. */
export function Sparkbar({ label, values }: { label: string; values: readonly number[] }) {
  const top = Math.max(1, ...values)
  return (
    <span className="spark" role="img" aria-label={`${label}: ${values.map(number).join(', ')}`}>
      {values.map((value, place) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- places in a run have no other name
          key={place}
          className="spark-bar"
          data-last={place === values.length - 1 || undefined}
          style={{ blockSize: `${(value / top) * 100}%` }}
        />
      ))}
    </span>
  )
}
