import { type ExtractField, extractFields } from '../../contract/applications.ts'
import { Select } from '../ui/select.tsx'
import { fieldTitle } from './field-titles.ts'
import { type Meaning, type Meanings, withMeaning } from './meanings.ts'
import { text } from './text.ts'
import './rules.css'

export interface MappingTableProps {
  meanings: Meanings
  /** The first values of a column, where a file is at hand. */
  sampleOf?: (column: string) => string
  onChange: (meanings: Meanings) => void
}

const options: readonly { value: Meaning; title: string }[] = [
  { value: 'ignore', title: text.ignore },
  ...(Object.keys(extractFields) as ExtractField[]).map((value) => ({ value, title: fieldTitle(value) })),
]

/** Column by column: what it is called, what stands in it, what it means. */
export function MappingTable({ meanings, sampleOf, onChange }: MappingTableProps) {
  return (
    <section aria-label={text.mapping}>
      <h3>{text.mapping}</h3>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{text.column}</th>
            {sampleOf && <th scope="col">{text.sample}</th>}
            <th scope="col">{text.means}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(meanings).map(([name, meaning]) => (
            <tr key={name} data-unused={meaning === 'ignore' || undefined}>
              <th scope="row">{name}</th>
              {sampleOf && <td className="muted truncate">{sampleOf(name)}</td>}
              <td>
                <Select<Meaning>
                  label={`${text.means}: ${name}`}
                  hideLabel
                  value={meaning}
                  options={options}
                  onChange={(chosen) => onChange(withMeaning(meanings, name, chosen))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
