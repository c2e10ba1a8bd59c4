import type { AccessGrant } from '../../../contract/access.ts'
import { useAsOf, writeAsOf } from '../../shared/as-of/as-of.ts'
import { Link } from '../../shared/link.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { moment, number } from '../../ui/format.ts'
import { text } from './text.ts'

/** Where a grant comes from, and where to go from it. */
export function GrantDetail({ grant }: { grant: AccessGrant }) {
  const asOf = writeAsOf(useAsOf()) ?? undefined
  const canAsk = useIsPermitted('requests:make')
  const { provenance, person, account, entitlement, isUncertain } = grant
  const { file, line, rulesVersion, generation, importId, appliedAt } = provenance
  return (
    <section className="access-detail" aria-label={text.detail}>
      <p>
        <strong>{entitlement.path}</strong> · {grant.application.name} · {grant.access}
      </p>
      <p>
        {text.source}:{' '}
        <Link href={pages.import(importId)}>
          {file === null || line === null ? (file ?? text.noFile) : text.rowOf(number(line), file)}
        </Link>{' '}
        <span className="muted">
          {[rulesVersion === null ? '' : text.rules(rulesVersion), text.snapshot(generation), moment(appliedAt)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {isUncertain && <p>{text.uncertainText}</p>}
      <p className="access-detail-links">
        <Link href={pages.grants({ entitlement: String(entitlement.id), asOf })}>{text.whoElse}</Link>
        {person && <Link href={pages.grants({ person: person.id, asOf })}>{text.allOfPerson}</Link>}
        <Link href={pages.grants({ account: account.id, asOf })}>{text.allOfAccount}</Link>
        {person && canAsk && asOf === undefined && (
          <Link href={pages.newRequest({ for: person.id, do: 'remove' })}>{text.requestRemoval}</Link>
        )}
      </p>
    </section>
  )
}
