import type { ColumnMapping } from '../../../shared/rule-editor/column-mapping.ts'
import { text } from '../text.ts'

export interface FirstRowsProps {
  header: readonly string[]
  rows: readonly (readonly string[])[]
  /** Ignored columns are dimmed. */
  meanings?: ColumnMapping
}

/** The first rows of a file, unchanged. */
export function FirstRows({ header, rows, meanings }: FirstRowsProps) {
  const unused = (name: string) => meanings?.[name] === 'ignore' || undefined
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region must be reachable by keyboard
    <div className="sample-table-box" role="region" aria-label={text.firstRows} tabIndex={0}>
      <table className="sample-table">
        <thead>
          <tr>
            {header.map((name, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- column names of a file may repeat
              <th key={at} scope="col" data-unused={unused(name)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, rowsShown).map((row, line) => (
            // oxlint-disable-next-line react/no-array-index-key -- the position is the identity of a row
            <tr key={line}>
              {header.map((name, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- as above
                <td key={at} data-unused={unused(name)}>
                  {row[at] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const rowsShown = 8
