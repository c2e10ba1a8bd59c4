import { type ExtractField, extractFields } from '../../../contract/applications.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { fieldTitle } from './field-titles.ts'
import { type MappedField, type ColumnMapping, withField } from './column-mapping.ts'
import { text } from './text.ts'
import './rules.css'

export interface MappingTableProps {
  meanings: ColumnMapping
  /** The first values of a column, if there is a file. */
  sampleOf?: (column: string) => string
  /** Other fields that a column maps to. */
  alsoOf?: (column: string) => readonly ExtractField[]
  /** The columns that form the row key, if they can be chosen. */
  keys?: { readonly chosen: readonly string[]; readonly onChange: (chosen: string[]) => void }
  onChange: (meanings: ColumnMapping) => void
}

const options: readonly { value: MappedField; title: string }[] = [
  { value: 'ignore', title: text.ignore },
  ...(Object.keys(extractFields) as ExtractField[]).map((value) => ({ value, title: fieldTitle(value) })),
]

/** Maps each column of a file to a field. */
export function MappingTable({ meanings, sampleOf, alsoOf, keys, onChange }: MappingTableProps) {
  return (
    <section aria-label={text.mapping}>
      <h3>{text.mapping}</h3>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{text.column}</th>
            {sampleOf && <th scope="col">{text.sample}</th>}
            {keys && (
              <th scope="col" className="mapping-key">
                {text.key}
              </th>
            )}
            <th scope="col">{text.mapsTo}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(meanings).map(([name, meaning]) => (
            <tr key={name} data-unused={meaning === 'ignore' || undefined}>
              <th scope="row">
                {name}
                {alsoOf && alsoOf(name).length > 0 && (
                  <small className="muted"> {text.also(alsoOf(name).map(fieldTitle))}</small>
                )}
              </th>
              {sampleOf && <td className="muted truncate">{sampleOf(name)}</td>}
              {keys && (
                <td className="mapping-key">
                  <Checkbox
                    aria-label={text.keyOf(name)}
                    isSelected={keys.chosen.includes(name)}
                    onChange={(on) =>
                      keys.onChange(on ? [...keys.chosen, name] : keys.chosen.filter((column) => column !== name))
                    }
                  >
                    {''}
                  </Checkbox>
                </td>
              )}
              <td>
                <Select<MappedField>
                  label={`${text.mapsTo}: ${name}`}
                  hideLabel
                  value={meaning}
                  options={options}
                  onChange={(chosen) => onChange(withField(meanings, name, chosen))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
