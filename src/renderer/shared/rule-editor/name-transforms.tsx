import { type ExtractField, extractFields, type NameTransform, nameTransforms } from '../../../contract/applications.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { fieldTitle } from './field-titles.ts'
import { RulesPart, type ValueRulesProps } from './rules-part.tsx'
import { text } from './text.ts'

const fields = (Object.keys(extractFields) as ExtractField[]).map((value) => ({ value, title: fieldTitle(value) }))
const ways = (Object.keys(nameTransforms) as NameTransform[]).map((value) => ({ value, title: nameTransforms[value] }))

interface Line {
  readonly field: ExtractField
  readonly transform: NameTransform
}

/** How names are taken out of the form in which a system writes them. */
export function NameTransforms({ group, onChange }: ValueRulesProps) {
  const lines = (Object.entries(group.transforms) as [ExtractField, NameTransform[]][]).flatMap(([field, all]) =>
    all.map((transform): Line => ({ field, transform })),
  )
  const set = (next: readonly Line[]) => {
    const byField = Map.groupBy(next, ({ field }) => field)
    const entries = [...byField].map(([field, of]) => [field, of.map(({ transform }) => transform)])
    onChange({ transforms: Object.fromEntries(entries) as typeof group.transforms })
  }
  const change = (index: number, part: Partial<Line>) =>
    set(lines.map((line, i) => (i === index ? { ...line, ...part } : line)))
  return (
    <RulesPart title={text.transforms} note={text.transformsNote}>
      {lines.map(({ field, transform }, index) => (
        <div className="rules-line" key={`${field} ${transform}`}>
          <Select<ExtractField>
            label={text.field}
            hideLabel={index > 0}
            value={field}
            options={fields}
            onChange={(chosen) => change(index, { field: chosen })}
          />
          <Select<NameTransform>
            label={text.transform}
            hideLabel={index > 0}
            value={transform}
            options={ways}
            onChange={(chosen) => change(index, { transform: chosen })}
          />
          <span />
          <IconButton
            icon="close"
            label={`${text.remove}: ${fieldTitle(field)}, ${nameTransforms[transform]}`}
            onPress={() => set(lines.filter((_, i) => i !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          onPress={() => {
            const taken = group.transforms.userName ?? []
            const free = ways.find(({ value }) => !taken.includes(value))
            if (free) set([...lines, { field: 'userName', transform: free.value }])
          }}
        >
          {text.addTransform}
        </Button>
      </div>
    </RulesPart>
  )
}
