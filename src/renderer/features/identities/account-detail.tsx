import type { Account } from '../../../contract/identities.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { AsOf } from './as-of.ts'
import { useAccount } from './queries.ts'
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
      {(account) => <AccountFacts account={account} />}
    </QueryView>
  )
}

function AccountFacts({ account }: { account: Account }) {
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
    </div>
  )
}
