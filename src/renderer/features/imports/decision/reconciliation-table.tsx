import type { Reconciliation } from '../../../../contract/imports.ts'
import { number } from '../../../ui/format.ts'
import { Icon } from '../../../ui/icon.tsx'
import { lineWords } from './line-words.ts'
import { text } from '../text.ts'

/** What happened to the rows: the counts must add up to the rows read. */
export function ReconciliationTable({ reconciliation }: { reconciliation: Reconciliation }) {
  const { read, applied, unknown, quarantined, duplicate, ignored, noted, lines } = reconciliation
  const balances = read === applied + unknown + quarantined + duplicate + ignored
  const parts = [
    { name: text.applied, rows: applied },
    { name: text.unknown, rows: unknown, note: text.unknownNote },
    { name: text.quarantined, rows: quarantined, note: text.quarantinedNote },
    { name: text.duplicates, rows: duplicate },
    { name: text.ignored, rows: ignored },
  ]
  return (
    <section className="stack-tight" aria-label={text.reconciliation}>
      <h3>{text.reconciliation}</h3>
      <dl className="ledger number">
        <div className="ledger-total">
          <dt>{text.read}</dt>
          <dd>{number(read)}</dd>
        </div>
        {parts.map((part, at) => (
          <div key={part.name} data-none={part.rows === 0 || undefined}>
            <dt title={part.note}>
              <span aria-hidden="true">{at === 0 ? '=' : '+'}</span> {part.name}
            </dt>
            <dd>{number(part.rows)}</dd>
          </div>
        ))}
      </dl>
      {lines && <p className="muted number">{lineWords(lines)}</p>}
      <p className={balances ? 'reconciliation-ok' : 'reconciliation-failed'}>
        <Icon name={balances ? 'check' : 'warning'} />
        {balances ? text.balances : text.imbalance} {noted > 0 && text.notes(noted)}
      </p>
    </section>
  )
}
