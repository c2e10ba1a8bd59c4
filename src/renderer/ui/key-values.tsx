import type { ReactNode } from 'react'
import './key-values.css'

/** Facts about one thing: name on the left, value on the right. */
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

/** A field's value before and after, as the detail of a change. */
export function OldNew({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  return (
    <span className="old-new">
      {before !== undefined && <del>{before}</del>}
      {after !== undefined && <ins>{after}</ins>}
    </span>
  )
}
