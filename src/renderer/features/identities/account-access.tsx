import type { HeldGrant, PersonAccount } from '../../../contract/identities.ts'
import { type AsOf, writeAsOf } from '../../shared/as-of/as-of.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { day, moment, number } from '../../ui/format.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** The grants of one account, each with the file and row as evidence. */
export function AccountAccess({ account, asOf }: { account: PersonAccount; asOf: AsOf }) {
  const { application, match, grants } = account
  return (
    <article className="boxed stack-tight">
      <header className="account-card-head">
        <h4>
          <Link href={pages.application(application.id)}>{application.name}</Link>
        </h4>
        <span className="mono">{account.userName}</span>
        {!account.active && <Badge tone="change">{text.inactive}</Badge>}
        {account.locked && <Badge tone="change">{text.lockedAccount}</Badge>}
        <Link className="account-card-match" href={pages.accountAmongAll(account.id)}>
          {text.changeMatch}
          <span className="visually-hidden"> {account.userName}</span>
        </Link>
      </header>
      <p className="muted">{text.matched(match.words, match.by, day(match.since))}</p>
      {grants.length === 0 ? <p className="muted">{text.noGrants}</p> : <GrantTable grants={grants} asOf={asOf} />}
    </article>
  )
}

/** Grants with the file and row that show each; an entitlement leads to who else has it. */
export function GrantTable({ grants, asOf }: { grants: readonly HeldGrant[]; asOf: AsOf }) {
  return (
    <table className="plain-table facts-table">
      <thead>
        <tr>
          <th scope="col">{text.entitlement}</th>
          <th scope="col">{text.level}</th>
          <th scope="col">{text.evidence}</th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <tr key={`${grant.entitlementId} ${grant.access}`}>
            <th scope="row">
              <Link
                href={pages.grants({ entitlement: String(grant.entitlementId), asOf: writeAsOf(asOf) ?? undefined })}
              >
                {grant.path}
              </Link>{' '}
              {grant.privileged && <Badge tone="change">{text.privileged}</Badge>}
            </th>
            <td>{grant.access}</td>
            <td>
              <Evidence grant={grant} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Evidence({ grant: { provenance } }: { grant: HeldGrant }) {
  const { file, line, rulesVersion, generation, importId, appliedAt } = provenance
  const source = file === null || line === null ? (file ?? text.noFile) : text.rowOf(number(line), file)
  return (
    <span title={moment(appliedAt)}>
      <Link href={pages.import(importId)}>{source}</Link>
      <span className="muted">
        {' · '}
        {rulesVersion !== null && `${text.rules(rulesVersion)} · `}
        {text.generation(generation)}
      </span>
    </span>
  )
}
