import { type ExtractField, extractFields } from '../../../contract/applications.ts'
import type { FileInspection } from '../../../contract/folder.ts'
import { Select } from '../../ui/select.tsx'
import { type Draft, type Meaning, setDraft, withMeaning } from './draft.ts'
import { fieldTitles } from './field-titles.ts'
import { text } from './text.ts'

const options: readonly { value: Meaning; title: string }[] = [
  { value: 'ignore', title: text.ignore },
  ...(Object.keys(extractFields) as ExtractField[]).map((value) => ({ value, title: fieldTitles[value] })),
]

/** Column by column: what it is called, what stands in it, what it means. */
export function MappingTable({ id, draft, inspection }: { id: string; draft: Draft; inspection: FileInspection }) {
  const { header } = inspection.dialect
  return (
    <section aria-label={text.mapping}>
      <h3>{text.mapping}</h3>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{text.column}</th>
            <th scope="col">{text.sample}</th>
            <th scope="col">{text.means}</th>
          </tr>
        </thead>
        <tbody>
          {header.map((name, at) => {
            const meaning = draft.meanings[name]
            if (meaning === undefined) return null
            return (
              <tr key={name} data-unused={meaning === 'ignore' || undefined}>
                <th scope="row">{name}</th>
                <td className="muted truncate">{samples(inspection.rows, at)}</td>
                <td>
                  <Select<Meaning>
                    label={`${text.means}: ${name}`}
                    hideLabel
                    value={meaning}
                    options={options}
                    onChange={(chosen) => setDraft(id, withMeaning(draft, name, chosen))}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function samples(rows: readonly (readonly string[])[], at: number): string {
  const values = new Set(rows.map((row) => row[at]?.trim() ?? '').filter(Boolean))
  return [...values].slice(0, 3).join(', ')
}
