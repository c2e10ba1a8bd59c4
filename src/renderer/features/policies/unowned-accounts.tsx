import type { Policy } from '../../../contract/policies.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { useAccountViolations } from './queries.ts'
import { text } from './text.ts'

/** Accounts that nobody is known to own, as far as they concern a policy. */
export function UnownedAccounts({ policy }: { policy: Policy }) {
  const found = useAccountViolations(policy.id)
  if (!found.data || policy.standing === 'not-scanned') return null
  const { items, total, accounts } = found.data
  return (
    <section className="detail-section" aria-label={text.unowned.title}>
      <h3>{text.unowned.title}</h3>
      <p className="muted">
        {accounts === null
          ? text.unowned.unknown
          : total === 0
            ? text.unowned.none(accounts)
            : text.unowned.some(total, accounts)}
      </p>
      {items.length > 0 && (
        <ul className="stack-dense">
          {items.map(({ account, because }) => (
            <li key={account.id}>
              <Link href={pages.accountAmongAll(account.id)}>{account.userName}</Link>{' '}
              <span className="muted">
                {[account.application.name, account.name].filter(Boolean).join(' · ')} ·{' '}
                {because.map(({ words }) => words).join(' and ')}
              </span>
            </li>
          ))}
          {total > items.length && <li className="muted">{text.unowned.more(total - items.length)}</li>}
        </ul>
      )}
    </section>
  )
}

/** What a list of people leaves out: accounts that may be anybody's. */
export function UnownedNote() {
  const accounts = useAccountViolations().data?.accounts ?? 0
  return accounts === 0 ? null : <p className="muted">{text.unowned.note(accounts)}</p>
}
