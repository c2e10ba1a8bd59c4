import { type ExtractField, extractFields } from '../../../contract/applications.ts'
import type { TriedRow, TriedRules } from '../../../contract/files.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { fieldTitle } from './field-titles.ts'
import { text } from './text.ts'

const tones = {
  used: 'gain',
  ignored: 'neutral',
  unknown: 'loss',
  quarantined: 'loss',
  duplicate: 'neutral',
} as const

/** Shows the first rows of a file as unsaved rules read them, and all problems. */
export function TrialRows({ tried }: { tried: TriedRules }) {
  const fields = (Object.keys(extractFields) as ExtractField[]).filter((field) =>
    tried.rows.some((row) => shownValue(row, field) !== ''),
  )
  return (
    <>
      {tried.fileProblems.length > 0 && (
        <Banner kind="guard" title={text.fileErrors}>
          <ul className="rules-problems">
            {tried.fileProblems.map(({ message, remedy }) => (
              <li key={message}>
                {message} {remedy}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {tried.rows.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region needs a Tab stop
        <div className="trial" role="region" aria-label={text.trial} tabIndex={0}>
          {tried.fileProblems.length > 0 ? (
            <AsWritten tried={tried} />
          ) : (
            <table className="trial-table">
              <thead>
                <tr>
                  <th scope="col">{text.line}</th>
                  <th scope="col">{text.disposition}</th>
                  {fields.map((field) => (
                    <th key={field} scope="col">
                      {fieldTitle(field)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {tried.rows.map((row) => (
                  <Row key={row.line} row={row} fields={fields} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </>
  )
}

function Row({ row, fields }: { row: TriedRow; fields: readonly ExtractField[] }) {
  return (
    <tr data-disposition={row.disposition}>
      <td className="number">{row.line}</td>
      <td>
        <Badge tone={tones[row.disposition]}>{text.dispositions[row.disposition]}</Badge>
      </td>
      {row.disposition === 'used' ? (
        fields.map((field) => (
          <td key={field} title={shownValue(row, field)}>
            {shownValue(row, field)}
          </td>
        ))
      ) : (
        <td className="trial-reason" colSpan={Math.max(1, fields.length)}>
          {row.reason} <span className="mono">{row.cells.join(' · ')}</span>
        </td>
      )}
    </tr>
  )
}

/** The value of a field; where the row gives several grants, what each of them has in it. */
function shownValue({ values, grants }: TriedRow, field: ExtractField): string {
  if (grants.length < 2 && values[field] !== undefined) return values[field]
  const ofGrants = grants.map((grant) => (field in grant ? grant[field as keyof typeof grant] : undefined))
  return [...new Set(ofGrants.filter(Boolean))].join(', ') || (values[field] ?? '')
}

/** Shows the raw rows while the rules do not match the file. */
function AsWritten({ tried }: { tried: TriedRules }) {
  const header = tried.dialect?.header ?? []
  return (
    <table className="trial-table">
      <thead>
        <tr>
          <th scope="col">{text.line}</th>
          {header.map((name, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- column names of a file may repeat
            <th key={index} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tried.rows.map(({ line, cells }) => (
          <tr key={line}>
            <td className="number">{line}</td>
            {cells.map((cell, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- as above
              <td key={index} title={cell}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
