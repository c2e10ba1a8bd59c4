import { Fragment } from 'react'
import type { Change } from '../../../contract/imports.ts'
import { splitAtNames } from './split-at-names.ts'

/** A change in words, with the names that an eye looks for made strong. */
export function Sentence({ change }: { change: Change }) {
  const pieces = splitAtNames(change.sentence, [change.account?.name, change.entitlement?.name])
  return (
    <span className="sentence truncate" title={change.sentence}>
      {pieces.map(({ text, isName, at }) =>
        isName ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>,
      )}
    </span>
  )
}
