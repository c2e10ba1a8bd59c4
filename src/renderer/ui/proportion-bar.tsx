import { cx } from './cx.ts'
import { count, number, share } from './format.ts'
import { Sign } from './badge.tsx'
import type { Tone } from './tone.ts'
import './badge.css'
import './proportion-bar.css'

export interface Part {
  id: string
  title: string
  count: number
  tone: Tone
}

export interface ProportionBarProps {
  /** Accessible name: "Changes in this import". */
  label: string
  parts: readonly Part[]
  /** Shows names and counts under the bar. Screen readers get them in any case. */
  legend?: boolean
}

/** Shows the parts of a whole as lengths. A part of one in a million keeps three pixels. */
export function ProportionBar({ label, parts, legend = true }: ProportionBarProps) {
  const shown = parts.filter((part) => part.count > 0)
  const whole = shown.reduce((sum, part) => sum + part.count, 0)
  const description = shown
    .map((part) => `${part.title} ${number(part.count)} (${share(part.count, whole)})`)
    .join(', ')
  return (
    <div className="proportion">
      <div className="proportion-bar" role="img" aria-label={`${label}: ${description || number(0)}`}>
        {shown.map((part) => (
          <span key={part.id} className={cx('proportion-part', `tone-${part.tone}`)} style={{ flexGrow: part.count }} />
        ))}
      </div>
      {legend && (
        <ul className="proportion-legend">
          {parts.map((part) => (
            <li key={part.id} data-none={part.count === 0 || undefined}>
              <Sign tone={part.tone} />
              <span className="number">{count(part.count, part.title, part.title)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
