import { Fragment } from 'react'
import type { Change } from '../../../../contract/imports.ts'
import { splitAtNames } from '../files/split-at-names.ts'

/** Sentences about matches name the people; the account appears by its user name. */
const namesIn = ({ account, entitlement, before, after }: Change) => [
  account?.name,
  before?.['person'],
  after?.['person'],
  entitlement?.name,
]

/** The sentence of a change, with names in bold. */
export function Sentence({ change }: { change: Change }) {
  const pieces = splitAtNames(change.sentence, namesIn(change))
  return (
    <span className="change-text truncate" title={change.sentence}>
      {pieces.map(({ text, isName, at }) =>
        isName ? <strong key={at}>{text}</strong> : <Fragment key={at}>{text}</Fragment>,
      )}
    </span>
  )
}
