import type { PrincipalRef } from '../../../contract/catalogue.ts'
import type { EventPerson } from '../../../contract/personnel-events.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'

interface PersonFieldsProps {
  /** Whether the person is new, so that their name is needed. */
  isNew: boolean
  values: EventPerson
  onChange: (values: EventPerson) => void
  supervisor: PrincipalRef | undefined
  onSupervisor: (supervisor: PrincipalRef | undefined) => void
}

/** What an event says of a person: all of a new one, or only what changes. */
export function PersonFields({ isNew, values, onChange, supervisor, onSupervisor }: PersonFieldsProps) {
  return (
    <fieldset className="event-person">
      <legend className="visually-hidden">{text.person}</legend>
      {!isNew && <p className="muted">{text.changesOnly}</p>}
      <div className="event-fields">
        {(Object.keys(text.fields) as (keyof typeof text.fields)[]).map((field) => (
          <TextField
            key={field}
            label={text.fields[field]}
            value={values[field] ?? ''}
            maxLength={field === 'department' ? 128 : 256}
            isRequired={isNew && (field === 'firstName' || field === 'lastName')}
            onChange={(value) => onChange({ ...values, [field]: value })}
          />
        ))}
      </div>
      <PrincipalField
        label={text.supervisor}
        kind="person"
        value={supervisor}
        onChange={onSupervisor}
        emptyText={text.noSupervisor}
        clear={text.clear}
      />
    </fieldset>
  )
}
