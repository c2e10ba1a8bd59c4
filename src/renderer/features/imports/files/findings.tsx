import { useQueryClient } from '@tanstack/react-query'
import { withFinding, withoutFinding } from '../../../../contract/accept-finding.ts'
import type { FileFinding, FindingRule } from '../../../../contract/file-findings.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { inspectionQuery } from '../queries.ts'
import { text } from './findings-text.ts'
import { type Draft, firstDraft, isAccepted, setDraft } from './draft.ts'
import { ColumnPositions } from './column-positions.tsx'

export interface FindingsProps {
  id: string
  draft: Draft
  findings: readonly FileFinding[]
}

/** What was seen in a file, with the lines that show it. Accepted findings are in the draft of its rules. */
export function Findings({ id, draft, findings }: FindingsProps) {
  const change = useFormatChange(id, draft)
  if (findings.length === 0) return null
  const toggle = (rule: FindingRule, accept: boolean) => {
    const format = accept ? withFinding(draft.format, rule) : withoutFinding(draft.format, rule)
    const extractDate = rule.extractDate === undefined ? draft.extractDate : accept ? rule.extractDate : null
    void change({ format, extractDate })
  }
  return (
    <section className="stack-tight findings" aria-label={text.findings}>
      <h4>{text.findings}</h4>
      <p className="muted">{text.findingsNote}</p>
      <ol className="stack-tight">
        {findings.map((finding) => {
          const { rule } = finding
          return (
            <li key={finding.what + finding.value}>
              {rule === null ? (
                <p>{finding.value}</p>
              ) : (
                <Checkbox isSelected={isAccepted(draft, rule)} onChange={(accept) => toggle(rule, accept)}>
                  {finding.value}
                </Checkbox>
              )}
              <p className="muted">{finding.confidence}</p>
              <Evidence lines={finding.evidence} />
            </li>
          )
        })}
      </ol>
      {draft.format.columns.length > 0 && (
        <ColumnPositions
          columns={draft.format.columns}
          onChange={(columns) => void change({ format: { ...draft.format, columns }, extractDate: draft.extractDate })}
        />
      )}
    </section>
  )
}

function Evidence({ lines }: { lines: FileFinding['evidence'] }) {
  if (lines.length === 0) return null
  return (
    <details>
      <summary>{text.showLines}</summary>
      <pre className="mono findings-lines">
        {lines.map(({ line, text: raw }) => `${text.findingLine(line).padStart(4)}  ${raw}`).join('\n')}
      </pre>
    </details>
  )
}

/** Another format has other columns, so they are suggested again; names that a person typed stay. */
function useFormatChange(id: string, draft: Draft) {
  const queries = useQueryClient()
  return async (change: Pick<Draft, 'format' | 'extractDate'>) => {
    setDraft(id, { ...draft, ...change })
    const inspection = await queries
      .fetchQuery(inspectionQuery(id, { format: change.format }))
      // The contents beside the form show the error.
      .catch(() => undefined)
    if (!inspection) return
    const { owner, name, pattern } = draft
    setDraft(id, { ...firstDraft(inspection), owner, name, pattern, ...change })
  }
}
