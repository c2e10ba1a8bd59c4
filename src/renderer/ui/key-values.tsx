import type { ReactNode } from 'react'
import './key-values.css'

/** A list of facts: name on the left, value on the right. */
export function KeyValues({ items }: { items: readonly { key: string; value: ReactNode }[] }) {
  return (
    <dl className="key-values">
      {items.map((item) => (
        <div key={item.key}>
          <dt>{item.key}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A value before and after a change. */
export function OldNew({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  return (
    <span className="old-new">
      {before !== undefined && <del>{before}</del>}
      {after !== undefined && <ins>{after}</ins>}
    </span>
  )
}
