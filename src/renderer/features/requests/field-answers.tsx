import { useState } from 'react'
import type { CatalogueItem, PrincipalRef, RequestField } from '../../../contract/catalogue.ts'
import { contentOf } from '../../api/file-content.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { NewRequestInput } from './queries.ts'
import { text } from './text.ts'

type FieldValues = NonNullable<NewRequestInput['items'][number]['fields']>
/** Values of request fields by item id. */
export type AnswersByItem = Readonly<Record<string, FieldValues>>

export interface FieldAnswersProps {
  item: CatalogueItem
  fields: readonly RequestField[]
  answers: FieldValues
  onChange: (answers: FieldValues) => void
}

/** The request fields of an item. */
export function FieldAnswers({ item, fields, answers, onChange }: FieldAnswersProps) {
  if (fields.length === 0) return null
  return (
    <fieldset className="boxed stack answers">
      <legend>{item.name}</legend>
      {item.requestFields.flatMap((name) => {
        const field = fields.find((candidate) => candidate.name === name)
        return field
          ? [
              <Answer
                key={name}
                field={field}
                value={answers[name]}
                onChange={(value) => onChange({ ...answers, [name]: value })}
              />,
            ]
          : []
      })}
    </fieldset>
  )
}

interface AnswerProps {
  field: RequestField
  value: FieldValues[string] | undefined
  onChange: (value: FieldValues[string]) => void
}

function Answer({ field, value, onChange }: AnswerProps) {
  const label = field.required ? `${field.name} *` : field.name
  const input = typeof value === 'string' ? value : ''
  switch (field.inputType) {
    case 'radio':
    case 'select':
      return (
        <Select
          label={label}
          value={input}
          options={[
            ...(input ? [] : [{ value: '', title: '—' }]),
            ...field.inputOptions.map((option) => ({ value: option, title: option })),
          ]}
          onChange={onChange}
        />
      )
    case 'checkbox': {
      const chosen = Array.isArray(value) ? value : []
      return (
        <div role="group" aria-label={label}>
          <span className="field-label">{label}</span>
          {field.inputOptions.map((option) => (
            <Checkbox
              key={option}
              isSelected={chosen.includes(option)}
              onChange={(on) => onChange(on ? [...chosen, option] : chosen.filter((other) => other !== option))}
            >
              {option}
            </Checkbox>
          ))}
        </div>
      )
    }
    case 'datepicker':
      return <TextField label={label} note={field.description} type="date" value={input} onChange={onChange} />
    case 'typeahead':
      return <PrincipalAnswer label={label} field={field} value={input} onChange={onChange} />
    case 'file':
      return <FileAnswer label={label} note={field.description} onChange={onChange} />
    default:
      return <TextField label={label} note={field.description} value={input} onChange={onChange} maxLength={20_000} />
  }
}

/** Searches and selects a person or role; the value is the principal id. */
function PrincipalAnswer({
  label,
  field,
  value,
  onChange,
}: {
  label: string
  field: RequestField
  value: string
  onChange: AnswerProps['onChange']
}) {
  const [chosen, setChosen] = useState<PrincipalRef>()
  const kind = field.objectType?.endsWith('/user') ? 'person' : field.objectType?.endsWith('/role') ? 'role' : undefined
  return (
    <PrincipalField
      label={label}
      note={field.description}
      emptyText={text.notChosen}
      clear={text.clearAnswer}
      {...(kind && { kind })}
      value={chosen?.id === value ? chosen : undefined}
      onChange={(principal) => {
        setChosen(principal)
        onChange(principal?.id ?? '')
      }}
    />
  )
}

function FileAnswer({ label, note, onChange }: { label: string; note: string; onChange: AnswerProps['onChange'] }) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <input
        type="file"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void contentOf(file).then((content) => onChange({ ...content }))
        }}
      />
      {note && <span className="field-note">{note}</span>}
    </label>
  )
}
