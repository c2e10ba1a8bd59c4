import type { Import } from '../../../../contract/imports.ts'
import { asProblem } from '../../../api/problem.ts'
import { moment } from '../../../ui/format.ts'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { useImportLog } from '../queries.ts'
import { text } from '../text.ts'

/** The log of an import. */
export function LogTab({ importRun }: { importRun: Import }) {
  const log = useImportLog(importRun.id)
  if (log.isPending) return <Skeleton lines={4} />
  if (log.isError)
    return <ErrorState title={text.failedOne} detail={asProblem(log.error).detail} onRetry={() => void log.refetch()} />
  return (
    <ol className="log tab-content">
      {log.data.map(({ at, line }) => (
        <li key={`${at} ${line}`}>
          <time className="muted number" dateTime={at}>
            {moment(at)}
          </time>
          <span>{line}</span>
        </li>
      ))}
    </ol>
  )
}
