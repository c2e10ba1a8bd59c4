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
import { fresh, peopleKeys } from './queries.ts'
import { text } from './text.ts'

interface AttributeDialogProps {
  detail: PersonDetail
  /** Which attribute, or any that is chosen in the dialog. */
  asked: PersonField | 'any' | undefined
  onClose: () => void
}

/** Sets an attribute in the place of what rosters say, keeps it although they say something else, or takes it back. */
export function AttributeDialog({ detail, asked, onClose }: AttributeDialogProps) {
  const title = asked === undefined || asked === 'any' ? text.setAttribute : text.changeAttribute(text.fields[asked])
  return (
    <Dialog title={title} isOpen={asked !== undefined} onClose={onClose} kind="alert" size="small">
      {asked !== undefined && <Form key={asked} detail={detail} asked={asked} onClose={onClose} />}
    </Dialog>
  )
}

const knownOf = ({ attributes }: PersonDetail, field: PersonField) =>
  Object.values(attributes).find((one) => one.field === field)
const startOf = (detail: PersonDetail, field: PersonField) =>
  knownOf(detail, field)?.value ?? (field === 'status' ? statusOf(detail) : '')
const statusOf = ({ person: { status } }: PersonDetail) => (status === 'Active' ? 'Active' : 'Disabled')

interface FormProps {
  detail: PersonDetail
  asked: PersonField | 'any'
  onClose: () => void
}

function Form({ detail, asked, onClose }: FormProps) {
  const [field, setField] = useState<PersonField>(asked === 'any' ? 'title' : asked)
  const [value, setValue] = useState(startOf(detail, field))
  const [reason, setReason] = useState('')
  const known = knownOf(detail, field)
  const save = useChange(detail, onClose)
  const ready = reason.trim().length >= 3
  const problem = save.isError ? asProblem(save.error) : undefined
  const choose = (chosen: PersonField) => {
    setField(chosen)
    setValue(startOf(detail, chosen))
  }
  return (
    <form
      className="attribute-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) save.mutate({ set: { [field]: value.trim() }, reason: reason.trim() })
      }}
    >
      {asked === 'any' && (
        <Select
          label={text.attribute}
          value={field}
          options={personFields.map((one) => ({ value: one, title: text.fields[one] }))}
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
      {known?.roster && <p className="muted">{text.rosterSays(known.roster.origin, known.roster.value)}</p>}
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
      <footer className="attribute-foot">
        {known?.set && (
          <Button
            isDisabled={!ready || save.isPending}
            onPress={() => save.mutate({ set: { [field]: null }, reason: reason.trim() })}
          >
            {known.roster ? text.acceptRoster : text.takeBack}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
          {known?.news && value.trim() === known.value ? text.keepMine : text.save}
        </Button>
      </footer>
    </form>
  )
}

function useChange({ person, revision }: PersonDetail, onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: ChangePerson) =>
      request(PersonDetail, `/v1/people/${encodeURIComponent(person.id)}`, {
        method: 'PATCH',
        body,
        ifMatch: revision,
      }),
    onSuccess: async (_, { set }) => {
      fresh.note()
      onDone()
      const takenBack = Object.values(set).every((value) => value === null)
      toast({ kind: 'done', message: takenBack ? text.takenBack : text.attributeSaved })
      await queries.invalidateQueries({ queryKey: peopleKeys.all })
    },
    onError: (thrown) => {
      if (asProblem(thrown).status === 412) void queries.invalidateQueries({ queryKey: peopleKeys.all })
    },
  })
}
