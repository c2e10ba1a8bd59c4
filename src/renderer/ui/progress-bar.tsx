import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import { duration, number } from './format.ts'
import { text } from './text.ts'
import './progress-bar.css'

export interface ProgressBarProps {
  /** What is going on: "Reading rows". */
  label: string
  done: number
  /** Unknown while the whole has not been seen. */
  total?: number | undefined
  unit?: string
  /** What is said in place of the counts, where those are not what people count in. */
  words?: string
  /** How far it is, 0 to 1, where that is not done of total. Null while it cannot be said. */
  share?: number | null
  /** Milliseconds left; the caller shows an estimate only once it means something (after three seconds). */
  left?: number | undefined
}

export function ProgressBar({ label, done, total, unit = '', words, share, left }: ProgressBarProps) {
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
      <div className="progress-words">
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
