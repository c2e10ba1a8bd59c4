import type { Answer } from '../../../contract/request-parts.ts'
import './answer-list.css'

/** The answers to the request fields of an item. */
export function AnswerList({ answers }: { answers: readonly Answer[] }) {
  if (answers.length === 0) return null
  return (
    <dl className="answer-list">
      {answers.map(({ name, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}
