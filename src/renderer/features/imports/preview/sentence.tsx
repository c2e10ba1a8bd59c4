import { Fragment } from 'react'
import type { Change } from '../../../../contract/imports.ts'
import { splitAtNames } from '../files/split-at-names.ts'

/** A match is about persons; its account is told by its user name. */
const namesIn = ({ account, entitlement, before, after }: Change) => [
  account?.name,
  before?.['person'],
  after?.['person'],
  entitlement?.name,
]

/** A change in words, with the names that an eye looks for made strong. */
export function Sentence({ change }: { change: Change }) {
  const pieces = splitAtNames(change.sentence, namesIn(change))
  return (
    <span className="sentence truncate" title={change.sentence}>
      {pieces.map(({ text, isName, at }) =>
        isName ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>,
      )}
    </span>
  )
}
