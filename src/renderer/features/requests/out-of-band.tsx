import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { loadedRows, pageSize, useList } from '../../shared/lists/use-list.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { day } from '../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { outOfBandList } from './request-lists.ts'
import { text } from './text.ts'

/** Access that imports added without a request. */
export function OutOfBand() {
  const { rows, table } = useList(outOfBandList, null)
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
          {loadedRows(rows).map((grant) => (
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
                {grant.mayBeOlder && <span className="muted"> {text.oob.mayBeOlder}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
