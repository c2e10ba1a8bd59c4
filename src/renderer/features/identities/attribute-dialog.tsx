import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChangePerson, PersonDetail, type PersonField, personFields } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { peopleKeys } from './queries.ts'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

interface AttributeDialogProps {
  detail: PersonDetail
  /** The attribute to edit, or `any` to choose it in the dialog. */
  requestedField: PersonField | 'any' | undefined
  onClose: () => void
}

/** Overrides an attribute of the roster, keeps the override, or resets it. */
export function AttributeDialog({ detail, requestedField, onClose }: AttributeDialogProps) {
  const title =
    requestedField === undefined || requestedField === 'any'
      ? text.setAttribute
      : text.changeAttribute(text.fields[requestedField])
  return (
    <Dialog title={title} isOpen={requestedField !== undefined} onClose={onClose} kind="alert" size="small">
      {requestedField !== undefined && (
        <Form key={requestedField} detail={detail} initialField={requestedField} onClose={onClose} />
      )}
    </Dialog>
  )
}

const attributeOf = ({ attributes }: PersonDetail, field: PersonField) =>
  Object.values(attributes).find((attribute) => attribute.field === field)
const initialValue = (detail: PersonDetail, option: PersonField) =>
  attributeOf(detail, option)?.value ?? (option === 'status' ? statusOf(detail) : '')
const statusOf = ({ person: { status } }: PersonDetail) => (status === 'Active' ? 'Active' : 'Disabled')

interface FormProps {
  detail: PersonDetail
  initialField: PersonField | 'any'
  onClose: () => void
}

function Form({ detail, initialField, onClose }: FormProps) {
  const [field, setField] = useState<PersonField>(initialField === 'any' ? 'title' : initialField)
  const [value, setValue] = useState(initialValue(detail, field))
  const [reason, setReason] = useState('')
  const attribute = attributeOf(detail, field)
  const save = useChange(detail, onClose)
  const ready = reason.trim().length >= 3
  const problem = save.isError ? asProblem(save.error) : undefined
  const choose = (chosen: PersonField) => {
    setField(chosen)
    setValue(initialValue(detail, chosen))
  }
  return (
    <form
      className="stack-loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) save.mutate({ set: { [field]: value.trim() }, reason: reason.trim() })
      }}
    >
      {initialField === 'any' && (
        <Select
          label={text.attribute}
          value={field}
          options={personFields.map((field) => ({ value: field, title: text.fields[field] }))}
          onChange={choose}
        />
      )}
      {field === 'status' ? (
        <Select
          label={text.fields.status}
          value={value}
          options={[
            { value: 'Active', title: text.statuses.Active },
            { value: 'Disabled', title: text.statuses.Disabled },
          ]}
          onChange={setValue}
        />
      ) : (
        <TextField
          label={text.fields[field]}
          value={value}
          onChange={setValue}
          maxLength={500}
          autoComplete="off"
          note={field === 'manager' ? text.managerNote : undefined}
        />
      )}
      {attribute?.roster && (
        <p className="muted">{text.rosterValue(attribute.roster.origin, attribute.roster.value)}</p>
      )}
      <TextField
        label={text.reason}
        note={text.setNote}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={500}
      />
      {problem && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stalePerson : problem.detail}
        </Banner>
      )}
      <footer className="form-foot">
        {attribute?.set && (
          <Button
            isDisabled={!ready || save.isPending}
            onPress={() => save.mutate({ set: { [field]: null }, reason: reason.trim() })}
          >
            {attribute.roster ? text.acceptRoster : text.reset}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
          {attribute?.news && value.trim() === attribute.value ? text.keepOverride : text.save}
        </Button>
      </footer>
    </form>
  )
}

function useChange({ person, revision }: PersonDetail, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: ChangePerson) =>
      request(PersonDetail, apiPaths.person(person.id), {
        method: 'PATCH',
        body,
        ifMatch: revision,
      }),
    onSuccess: async ({ pendingManager }, { set }) => {
      onDone()
      const takenBack = Object.values(set).every((value) => value === null)
      const isAwaited = set.manager !== undefined && pendingManager !== null
      const saved = isAwaited ? text.managerAwaits : text.attributeSaved
      toast({ kind: 'done', message: takenBack ? text.resetDone : saved })
      await queries.invalidateQueries({ queryKey: peopleKeys.all })
    },
    onError: (thrown) => {
      if (asProblem(thrown).status === 412) void queries.invalidateQueries({ queryKey: peopleKeys.all })
    },
  })
}
