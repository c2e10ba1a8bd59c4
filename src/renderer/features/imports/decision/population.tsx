import type { Import } from '../../../../contract/imports.ts'
import { number } from '../../../ui/format.ts'
import { text } from '../text.ts'

type Counts = NonNullable<Import['before']>

/** Accounts and grants before and after, as numbers and bars. */
export function Population({ before, after }: { before: Counts; after: Counts }) {
  return (
    <section className="stack-tight" aria-label={text.population}>
      <h3>{text.population}</h3>
      <Measure name={text.accounts} before={before.accounts} after={after.accounts} />
      {/* Rosters have no grants. */}
      {before.grants + after.grants > 0 && <Measure name={text.grants} before={before.grants} after={after.grants} />}
    </section>
  )
}

interface MeasureProps {
  name: string
  before: number
  after: number
}

function Measure({ name, before, after }: MeasureProps) {
  const top = Math.max(1, before, after)
  const difference = after - before
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±'
  return (
    <div className="measure">
      <span>{name}</span>
      <span className="number">
        <span className="muted">{number(before)} → </span>
        {number(after)} <span className="muted">({`${sign}${number(Math.abs(difference))}`})</span>
      </span>
      <span className="measure-bars" aria-hidden="true">
        <span className="measure-before" style={{ inlineSize: `${(before / top) * 100}%` }} />
        <span className="measure-after" style={{ inlineSize: `${(after / top) * 100}%` }} />
      </span>
    </div>
  )
}
