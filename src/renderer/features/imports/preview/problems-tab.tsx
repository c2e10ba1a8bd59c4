import type { Import } from '../../../../contract/imports.ts'
import { Link } from '../../../shared/link.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { number } from '../../../ui/format.ts'
import { text } from '../text.ts'
import { pages } from '../../../shared/navigation/paths.ts'

/** All problems that stopped an import, each with its position and a remedy. */
export function ProblemsTab({ importRun, failure }: { importRun: Import; failure: NonNullable<Import['failure']> }) {
  return (
    <div className="tab-content">
      <Banner kind="error" title={failure.message} />
      <ul className="stack problems">
        {failure.problems.map((problem) => (
          <li key={`${problem.file} ${problem.line} ${problem.column} ${problem.message}`}>
            <strong>{problem.message}</strong>
            <span className="muted">
              {[
                problem.file,
                problem.line === null ? '' : text.lineNumber(number(problem.line)),
                problem.column === null ? '' : text.columnName(problem.column),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span>{problem.remedy}</span>
          </li>
        ))}
      </ul>
      {failure.problems.length > 0 && (
        <p>
          <Link href={pages.application(importRun.application.id)}>{text.openRules(importRun.application.name)}</Link>
        </p>
      )}
    </div>
  )
}
