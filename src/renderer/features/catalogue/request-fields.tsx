import { useState } from 'react'
import { inputTypes, type RequestField } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { ActionButton } from '../../commands/command-button.tsx'
import { ConfirmRemoval } from '../../shared/dialogs/confirm-removal.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useCreateField, useFields, useRemoveField } from './queries.ts'
import { newRequestField } from './actions.ts'
import { text } from './text.ts'
import { QueryView } from '../../shared/query-view.tsx'

const sectionText = text.requestFieldSection

/** The fields that items can ask in a request. */
export function RequestFields() {
  const fieldsQuery = useFields()
  const [isCreating, setCreating] = useDialogParam('field')
  const [toRemove, setToRemove] = useState<RequestField>()
  const removal = useRemoveField()
  const newFieldButton = <ActionButton action={newRequestField} variant="primary" icon="plus" />
  return (
    <QueryView query={fieldsQuery} failed={text.failed} lines={5}>
      {(fields) => (
        <>
          {fields.length === 0 ? (
            <EmptyState icon="catalogue" title={sectionText.none} actions={newFieldButton}>
              {sectionText.noneText}
            </EmptyState>
          ) : (
            <div className="request-fields">
              <div>{newFieldButton}</div>
              <ul>
                {fields.map((field) => (
                  <li key={field.id}>
                    <div>
                      <strong>{field.name}</strong> <span className="muted">{sectionText.types[field.inputType]}</span>{' '}
                      {field.required && <Badge tone="accent">{sectionText.requiredBadge}</Badge>}
                      <p className="muted">
                        {[field.description, field.inputOptions.join(', '), sectionText.usedBy(field.items)]
                          .filter(Boolean)
                          .join(' · ')}
                      </p>
                    </div>
                    <Button variant="quiet" onPress={() => setToRemove(field)}>
                      {sectionText.remove}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <Dialog title={sectionText.new} isOpen={isCreating} onClose={() => setCreating(false)}>
            <Form onDone={() => setCreating(false)} />
          </Dialog>
          <ConfirmRemoval
            title={toRemove ? `${sectionText.remove} ${toRemove.name}?` : sectionText.remove}
            action={sectionText.remove}
            removed={sectionText.removed}
            record={toRemove}
            removal={removal}
            onClose={() => setToRemove(undefined)}
          >
            {sectionText.removeText}
          </ConfirmRemoval>
        </>
      )}
    </QueryView>
  )
}

function Form({ onDone }: { onDone: () => void }) {
  const create = useCreateField()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [type, setType] = useState<RequestField['inputType']>('text')
  const [options, setOptions] = useState('')
  const [required, setRequired] = useState(false)
  const hasOptions = type === 'radio' || type === 'select' || type === 'checkbox'
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const inputOptions = hasOptions
          ? options
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean)
          : []
        const objectType = type === 'typeahead' ? 'managed/user' : null
        create.mutate(
          { name: name.trim(), description: description.trim(), inputType: type, inputOptions, objectType, required },
          { onSuccess: onDone },
        )
      }}
    >
      <TextField label={sectionText.name} value={name} onChange={setName} maxLength={100} autoFocus isRequired />
      <TextField label={text.description} value={description} onChange={setDescription} maxLength={500} />
      <Select
        label={sectionText.type}
        value={type}
        options={inputTypes.map((value) => ({ value, title: sectionText.types[value] }))}
        onChange={setType}
      />
      {hasOptions && <TextField label={sectionText.options} value={options} onChange={setOptions} lines={3} />}
      <Checkbox isSelected={required} onChange={setRequired}>
        {sectionText.required}
      </Checkbox>
      {create.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(create.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!name.trim()} isPending={create.isPending}>
        {text.create}
      </Button>
    </form>
  )
}
