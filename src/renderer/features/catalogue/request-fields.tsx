import { useState } from 'react'
import { inputTypes, type RequestField } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { ConfirmRemoval } from '../../shared/dialogs/confirm-removal.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useCreateField, useFields, useRemoveField } from './queries.ts'
import { text } from './text.ts'

const words = text.requestFieldSection

/** The fields that items can ask in a request. */
export function RequestFields() {
  const fieldsQuery = useFields()
  const [isCreating, setCreating] = useDialogParam('field')
  const [toRemove, setToRemove] = useState<RequestField>()
  const removal = useRemoveField()
  if (fieldsQuery.isPending) return <Skeleton lines={5} />
  if (fieldsQuery.isError) {
    const { detail, requestId } = asProblem(fieldsQuery.error)
    return (
      <ErrorState
        title={text.failed}
        detail={detail}
        requestId={requestId}
        onRetry={() => void fieldsQuery.refetch()}
      />
    )
  }
  const newFieldButton = (
    <Button variant="primary" icon="plus" onPress={() => setCreating(true)}>
      {words.new}
    </Button>
  )
  return (
    <>
      {fieldsQuery.data.length === 0 ? (
        <EmptyState icon="catalogue" title={words.none} actions={newFieldButton}>
          {words.noneText}
        </EmptyState>
      ) : (
        <div className="fields">
          <div>{newFieldButton}</div>
          <ul>
            {fieldsQuery.data.map((field) => (
              <li key={field.id}>
                <div>
                  <strong>{field.name}</strong> <span className="muted">{words.types[field.inputType]}</span>{' '}
                  {field.required && <Badge tone="accent">{words.requiredBadge}</Badge>}
                  <p className="muted">
                    {[field.description, field.inputOptions.join(', '), words.usedBy(field.items)]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </div>
                <Button variant="quiet" onPress={() => setToRemove(field)}>
                  {words.remove}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Dialog title={words.new} isOpen={isCreating} onClose={() => setCreating(false)}>
        <Form onDone={() => setCreating(false)} />
      </Dialog>
      <ConfirmRemoval
        title={toRemove ? `${words.remove} ${toRemove.name}?` : words.remove}
        action={words.remove}
        removed={words.removed}
        what={toRemove}
        removal={removal}
        onClose={() => setToRemove(undefined)}
      >
        {words.removeText}
      </ConfirmRemoval>
    </>
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
      className="item-form"
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
      <TextField label={words.name} value={name} onChange={setName} maxLength={100} autoFocus isRequired />
      <TextField label={text.description} value={description} onChange={setDescription} maxLength={500} />
      <Select
        label={words.type}
        value={type}
        options={inputTypes.map((value) => ({ value, title: words.types[value] }))}
        onChange={setType}
      />
      {hasOptions && <TextField label={words.options} value={options} onChange={setOptions} lines={3} />}
      <Checkbox isSelected={required} onChange={setRequired}>
        {words.required}
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
