import { useState } from 'react'
import type { ModelCondition } from '../../../contract/access-models.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'

interface ModelConditionsProps {
  conditions: readonly ModelCondition[]
  onChange: (conditions: readonly ModelCondition[]) => void
}

const attributes = Object.keys(text.model.attributes) as ModelCondition['attribute'][]

/** Who is enrolled: all conditions must hold. */
export function ModelConditions({ conditions, onChange }: ModelConditionsProps) {
  const words = text.model
  const replace = (at: number, next: ModelCondition) => onChange(conditions.with(at, next))
  return (
    <section className="stack-tight" aria-label={words.conditions}>
      <h2>{words.conditions}</h2>
      {conditions.map((condition, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the position is the identity of a condition
        <div key={at} className="model-condition">
          <Select
            label={words.attribute}
            value={condition.attribute}
            options={attributes.map((value) => ({ value, title: words.attributes[value] }))}
            onChange={(attribute) => replace(at, { ...condition, attribute })}
          />
          <Values values={condition.values} onChange={(values) => replace(at, { ...condition, values })} />
          <IconButton
            icon="close"
            label={words.removeCondition}
            onPress={() => onChange(conditions.toSpliced(at, 1))}
          />
        </div>
      ))}
      <div>
        <Button onPress={() => onChange([...conditions, { attribute: 'department', values: [] }])}>
          {words.addCondition}
        </Button>
      </div>
    </section>
  )
}

/** Keeps the text as typed and passes the values on. */
function Values({ values, onChange }: { values: readonly string[]; onChange: (values: string[]) => void }) {
  const [typed, setTyped] = useState(values.join(', '))
  return (
    <TextField
      label={text.model.values}
      value={typed}
      onChange={(next) => {
        setTyped(next)
        onChange(
          next
            .split(',')
            .map((value) => value.trim())
            .filter((value) => value !== ''),
        )
      }}
    />
  )
}
