import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import { duration, number } from './format.ts'
import { text } from './text.ts'
import './progress-bar.css'

export interface ProgressBarProps {
  /** The current activity: "Reading rows". */
  label: string
  done: number
  /** Absent while the total is unknown. */
  total?: number | undefined
  unit?: string
  /** Shown instead of the counts. */
  valueText?: string
  /** Progress from 0 to 1, if it is not done / total. Null while it is unknown. */
  share?: number | null
  /** Estimated milliseconds left. Callers pass it once it is meaningful, after three seconds. */
  secondsLeft?: number | undefined
}

export function ProgressBar({
  label,
  done,
  total,
  unit = '',
  valueText: words,
  share,
  secondsLeft: left,
}: ProgressBarProps) {
  const counts = total === undefined ? number(done) : text.of(number(done), number(total))
  const value = words ?? `${counts}${unit && ` ${unit}`}`
  const part = share ?? (total ? Math.min(1, done / total) : undefined)
  return (
    <AriaProgressBar
      className="progress"
      value={part === undefined ? 0 : part * 100}
      isIndeterminate={part === undefined}
      valueLabel={value}
    >
      <div className="progress-text">
        <Label>{label}</Label>
        <span className="muted number">
          {value}
          {left !== undefined && ` · ${text.left(duration(left))}`}
        </span>
      </div>
      <div className="progress-track">
        <div
          className="progress-fill"
          style={{ inlineSize: part === undefined ? '35%' : `${part * 100}%` }}
          data-unknown={part === undefined || undefined}
        />
      </div>
    </AriaProgressBar>
  )
}
