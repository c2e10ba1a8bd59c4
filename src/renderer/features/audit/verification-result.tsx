import type { AuditVerification } from '../../../contract/audit.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { moment, number } from '../../ui/format.ts'
import { text } from './text.ts'

interface Verification {
  data: AuditVerification | undefined
  isError: boolean
  error: unknown
}

/** The result of a verification of the audit log. */
export function VerificationResult({ verify: { data, isError, error } }: { verify: Verification }) {
  if (!data && !isError) return null
  return (
    <div className="verification-result" role="status">
      {isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(error).detail}
        </Banner>
      )}
      {data?.problems.length === 0 && (
        <Banner kind="success" title={text.verified}>
          <p>{text.verifiedText(data.entries, data.head)}</p>
          <p>{checkpointsOf(data)}</p>
          <p>{text.imports(data.imports.proved, data.imports.applied)}</p>
        </Banner>
      )}
      {data && data.problems.length > 0 && (
        <Banner kind="error" title={text.broken(data.problems.length)}>
          <Findings findings={data.problems} />
        </Banner>
      )}
      {data && data.notices.length > 0 && (
        <Banner kind="info" title={text.notices}>
          <Findings findings={data.notices} />
        </Banner>
      )}
    </div>
  )
}

function checkpointsOf({ checkpoints: { count, entries, at } }: AuditVerification): string {
  return at === null ? text.noCheckpoint : text.checkpoints(count, entries, moment(at))
}

const maxShown = 10

function Findings({ findings }: { findings: AuditVerification['problems'] }) {
  const more = findings.length - maxShown
  return (
    <ul>
      {findings.slice(0, maxShown).map(({ seq, what }) => (
        <li key={`${seq} ${what}`}>{seq === 0 ? what : text.entry(number(seq), what)}</li>
      ))}
      {more > 0 && <li>{text.more(more)}</li>}
    </ul>
  )
}
