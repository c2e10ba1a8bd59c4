import type { Account } from '../../../contract/identities.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { type AsOf, writeAsOf } from '../../shared/as-of/as-of.ts'
import { GrantTable } from './account-access.tsx'
import { useAccount, useAccountGrants } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { QueryView } from '../../shared/query-view.tsx'

/** Facts about an account. */
export function AccountDetail({ id, asOf }: { id: string; asOf: AsOf }) {
  const accountQuery = useAccount(id, asOf)
  return (
    <QueryView
      query={accountQuery}
      failed={text.failedAccount}
      lines={6}
      notFound={<EmptyState icon="people" title={text.accountNotFound} />}
    >
      {(account) => <AccountFacts account={account} asOf={asOf} />}
    </QueryView>
  )
}

function AccountFacts({ account, asOf }: { account: Account; asOf: AsOf }) {
  const owner = account.match?.person
  return (
    <div className="detail">
      <header className="person-head">
        <div className="detail-title">
          <h2 className="truncate">{account.name || account.userName}</h2>
          <Badge tone={account.active ? 'gain' : 'neutral'}>{account.active ? text.active : text.inactive}</Badge>
        </div>
      </header>
      <div className="detail-section">
        <KeyValues
          items={[
            {
              key: text.facts.application,
              value: <Link href={pages.application(account.application.id)}>{account.application.name}</Link>,
            },
            { key: text.facts.user, value: <span className="mono">{account.userName}</span> },
            { key: text.facts.email, value: account.email || '–' },
            { key: text.facts.employee, value: account.employeeId || '–' },
            { key: text.facts.access, value: number(account.grants) },
            {
              key: text.facts.owner,
              value: owner ? (
                <Link href={pages.person(owner.id)}>{owner.name}</Link>
              ) : account.match ? (
                text.noOwner
              ) : (
                text.unmatched
              ),
            },
          ]}
        />
      </div>
      <Access account={account} asOf={asOf} />
    </div>
  )
}

/** What the account holds, also when nobody is known to own it. */
function Access({ account, asOf }: { account: Account; asOf: AsOf }) {
  const held = useAccountGrants(account.id, asOf)
  const when = writeAsOf(asOf) ?? undefined
  return (
    <section className="detail-section" aria-label={text.access}>
      <div className="section-head">
        <h3>{text.access}</h3>
        <Link href={pages.grants({ account: account.id, asOf: when })}>{text.asList}</Link>
        <Link href={pages.accessChanges({ account: account.id })}>{text.accessChanges}</Link>
      </div>
      <QueryView query={held} failed={text.failedGrants} lines={4}>
        {({ items, total }) => (
          <>
            {total === 0 ? <p className="muted">{text.noGrants}</p> : <GrantTable grants={items} asOf={asOf} />}
            {total > items.length && <p className="muted">{text.andMore(total - items.length)}</p>}
          </>
        )}
      </QueryView>
    </section>
  )
}
