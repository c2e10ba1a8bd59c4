import { useState } from 'react'
import type { CatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { FieldAnswers, type AnswersByItem } from './field-answers.tsx'
import { type Action, ItemPicker } from './item-picker.tsx'
import { RequestPreview } from './request-preview.tsx'
import { useFields, usePersonFromAddress, usePreview, useCreateRequests, type NewRequestInput } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** The form of a new request: people, items and reason, with a preview. */
export function NewRequest() {
  const forPersonId = useSearchParam('for')
  const personFromAddress = usePersonFromAddress(forPersonId).data
  const [chosenPeople, setChosenPeople] = useState<readonly PrincipalRef[]>()
  const people = chosenPeople ?? (personFromAddress ? [personFromAddress] : [])
  const action: Action = useSearchParam('do') === 'remove' ? 'remove' : 'add'
  const [items, setItems] = useState<readonly CatalogueItem[]>([])
  const [comment, setComment] = useState('')
  const [until, setUntil] = useState('')
  const [answers, setAnswers] = useState<AnswersByItem>({})
  const create = useCreateRequests()
  const from = usePath()
  const endsAt = until === '' || action === 'remove' ? null : new Date(`${until}T23:59:59.999Z`).toISOString()
  const input: NewRequestInput = {
    people: people.map(({ id }) => id),
    items: items.map(({ id }) => ({ itemId: id, action, endsAt, fields: answers[id] ?? {} })),
    comment: comment.trim(),
  }
  const preview = usePreview({ ...input, comment: '' })
  const ready = people.length > 0 && items.length > 0
  return (
    <form
      className="three-columns new-request"
      aria-label={text.new}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        create.mutate(input, {
          onSuccess: ({ items: created }) => {
            toast({ kind: 'done', message: text.submitted(created.length) })
            navigate(created[0] && created.length === 1 ? pages.request(created[0].id) : pages.requests, {
              from,
            })
          },
        })
      }}
    >
      <PeopleSection people={people} autoFocus={!forPersonId} onChange={setChosenPeople} />
      <ItemsSection {...{ action, people, items, answers }} onItems={setItems} onAnswers={setAnswers} />
      <section aria-label={text.preview}>
        <h2>{text.preview}</h2>
        {ready ? <RequestPreview preview={preview} action={action} /> : <p className="muted">{text.previewEmpty}</p>}
        <TextField
          label={action === 'remove' ? text.reasonToRemove : text.reasonToAdd}
          note={text.reasonNote}
          value={comment}
          onChange={setComment}
          lines={3}
          maxLength={4000}
        />
        {action === 'add' && (
          <TextField label={text.untilField} note={text.untilNote} type="date" value={until} onChange={setUntil} />
        )}
        {create.isError && (
          <Banner kind="error" title={text.notSubmitted}>
            {asProblem(create.error).detail}
          </Banner>
        )}
        <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={create.isPending}>
          {text.submit(people.length)}
        </Button>
      </section>
    </form>
  )
}

interface PeopleSectionProps {
  people: readonly PrincipalRef[]
  autoFocus: boolean
  onChange: (people: readonly PrincipalRef[]) => void
}

function PeopleSection({ people, autoFocus, onChange }: PeopleSectionProps) {
  return (
    <section aria-label={text.people}>
      <h2>{text.people}</h2>
      <ChosenList names={people} onRemove={(id) => onChange(people.filter((person) => person.id !== id))} />
      <PrincipalPicker
        label={text.addPerson}
        kind="person"
        adds
        autoFocus={autoFocus}
        chosen={undefined}
        except={people.map(({ id }) => id)}
        onChoose={(person) => person && onChange([...people, person])}
      />
      <p className="field-note">{text.peopleNote}</p>
    </section>
  )
}

interface ItemsSectionProps {
  action: Action
  people: readonly PrincipalRef[]
  items: readonly CatalogueItem[]
  answers: AnswersByItem
  onItems: (items: readonly CatalogueItem[]) => void
  onAnswers: (answers: AnswersByItem) => void
}

function ItemsSection({ action, people, items, answers, onItems, onAnswers }: ItemsSectionProps) {
  const fields = useFields()
  return (
    <section aria-label={action === 'remove' ? text.itemsToRemove : text.itemsToAdd}>
      <h2>{action === 'remove' ? text.itemsToRemove : text.itemsToAdd}</h2>
      <FilterBar<Action>
        label={text.action}
        entries={(['add', 'remove'] as const).map((id) => ({ id, title: text.actionOptions[id] }))}
        selected={action}
        onSelect={(next) => {
          onItems([])
          setSearchParams({ do: next === 'add' ? null : next })
        }}
      />
      <ChosenList names={items} onRemove={(id) => onItems(items.filter((item) => item.id !== id))} />
      <ItemPicker
        action={action}
        people={people}
        except={items.map(({ id }) => id)}
        onChoose={(item) => onItems([...items, item])}
      />
      {items.map((item) => (
        <FieldAnswers
          key={item.id}
          item={item}
          fields={(fields.data ?? []).filter(({ name }) => item.requestFields.includes(name))}
          answers={answers[item.id] ?? {}}
          onChange={(answer) => onAnswers({ ...answers, [item.id]: answer })}
        />
      ))}
    </section>
  )
}

function ChosenList({
  names,
  onRemove,
}: {
  names: readonly { id: string; name: string }[]
  onRemove: (id: string) => void
}) {
  if (names.length === 0) return null
  return (
    <ul className="stack-tight chosen-list" aria-label={text.selected}>
      {names.map(({ id, name }) => (
        <li key={id}>
          <span className="truncate">{name}</span>
          <IconButton icon="close" label={text.remove(name)} onPress={() => onRemove(id)} />
        </li>
      ))}
    </ul>
  )
}
