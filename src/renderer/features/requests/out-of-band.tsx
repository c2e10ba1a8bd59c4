import { useMemo } from 'react'
import type { z } from 'zod'
import type { OutOfBandGrant } from '../../../contract/requests.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { Link } from '../../shared/link.tsx'
import { day } from '../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { usePagedRows } from '../../shared/lists/use-paged-rows.ts'
import { fetchOutOfBand } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

type Grant = z.infer<typeof OutOfBandGrant>
const pageSize = 200
const head = ['Person', 'Account', 'Access', 'Application', 'Since', 'Import']
const record = (grant: Grant) => [
  grant.person?.name ?? '',
  grant.userName,
  grant.item,
  grant.application.name,
  grant.since,
  grant.importId,
]

/** Access that imports added without a request. */
export function OutOfBand() {
  const fetchPage = useMemo(() => fetchOutOfBand(pageSize), [])
  const table = useMemo<CsvTable<Grant>>(
    () => ({ name: 'Unrequested access', head, record, fetchPage: fetchOutOfBand(1000) }),
    [],
  )
  const rows = usePagedRows<Grant>(fetchPage, pageSize)
  if (rows.problem)
    return (
      <ErrorState
        title={text.failed}
        detail={rows.problem.detail}
        requestId={rows.problem.requestId}
        onRetry={rows.retry}
      />
    )
  if (rows.total === undefined) return <Skeleton lines={6} />
  if (rows.total === 0)
    return (
      <EmptyState icon="done" title={text.oob.none}>
        {text.oob.noneText}
      </EmptyState>
    )
  const shown = Array.from({ length: Math.min(rows.total, pageSize) }, (_, index) => rows.rowAt(index)).filter(
    (grant) => grant !== undefined,
  )
  return (
    <div className="out-of-band">
      <div className="section-head">
        {rows.total > pageSize && <p className="muted">{text.oob.newest(pageSize, rows.total)}</p>}
        <ExportRows table={table} />
      </div>
      <table className="plain-table out-of-band-table">
        <thead>
          <tr>
            {[text.oob.person, text.oob.account, text.oob.item, text.oob.application, text.oob.since].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((grant) => (
            <tr key={`${grant.accountId} ${grant.itemId}`}>
              <td>
                {grant.person ? (
                  <Link href={pages.person(grant.person.id)}>{grant.person.name}</Link>
                ) : (
                  <span className="muted">{text.oob.unmatched}</span>
                )}
              </td>
              <td>{grant.userName}</td>
              <td>{grant.item}</td>
              <td>{grant.application.name}</td>
              <td className="number">
                <Link href={pages.import(grant.importId)}>{day(grant.since)}</Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
