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
import { Answers, type AnswersOf } from './field-answers.tsx'
import { type Action, ItemPicker } from './item-picker.tsx'
import { Preview } from './request-preview.tsx'
import { useFields, usePersonNamed, usePreview, useSend, type NewRequestInput } from './queries.ts'
import { text } from './text.ts'

/** People, things from the catalogue, a reason; and what would happen, before it is sent. */
export function NewRequest() {
  const forSomebody = useSearchParam('for')
  const named = usePersonNamed(forSomebody).data
  const [added, setPeople] = useState<readonly PrincipalRef[]>()
  const people = added ?? (named ? [named] : [])
  const action: Action = useSearchParam('do') === 'remove' ? 'remove' : 'add'
  const [items, setItems] = useState<readonly CatalogueItem[]>([])
  const [why, setWhy] = useState('')
  const [until, setUntil] = useState('')
  const [answers, setAnswers] = useState<AnswersOf>({})
  const fields = useFields()
  const send = useSend()
  const from = usePath()
  const endsAt = until === '' || action === 'remove' ? null : new Date(`${until}T23:59:59.999Z`).toISOString()
  const wish: NewRequestInput = {
    people: people.map(({ id }) => id),
    items: items.map(({ id }) => ({ itemId: id, action, endsAt, fields: answers[id] ?? {} })),
    comment: why.trim(),
  }
  const preview = usePreview({ ...wish, comment: '' })
  const ready = people.length > 0 && items.length > 0
  return (
    <form
      className="new-request"
      aria-label={text.new}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        send.mutate(wish, {
          onSuccess: ({ items: made }) => {
            toast({ kind: 'done', message: text.sent(made.length) })
            navigate(made[0] && made.length === 1 ? `/requests/${encodeURIComponent(made[0].id)}` : '/requests', {
              from,
            })
          },
        })
      }}
    >
      <section aria-label={text.whom}>
        <h2>{text.whom}</h2>
        <Chosen names={people} onRemove={(id) => setPeople(people.filter((one) => one.id !== id))} />
        <PrincipalPicker
          label={text.addPerson}
          kind="person"
          adds
          autoFocus={!forSomebody}
          chosen={undefined}
          except={people.map(({ id }) => id)}
          onChoose={(person) => person && setPeople([...people, person])}
        />
        <p className="field-note">{text.whomNote}</p>
      </section>
      <section aria-label={action === 'remove' ? text.whatBack : text.what}>
        <h2>{action === 'remove' ? text.whatBack : text.what}</h2>
        <FilterBar<Action>
          label={text.direction}
          entries={(['add', 'remove'] as const).map((id) => ({ id, title: text.directions[id] }))}
          selected={action}
          onSelect={(next) => {
            setItems([])
            setSearchParams({ do: next === 'add' ? null : next })
          }}
        />
        <Chosen names={items} onRemove={(id) => setItems(items.filter((one) => one.id !== id))} />
        <ItemPicker
          action={action}
          people={people}
          except={items.map(({ id }) => id)}
          onChoose={(item) => setItems([...items, item])}
        />
        {items.map((item) => (
          <Answers
            key={item.id}
            item={item}
            fields={(fields.data ?? []).filter(({ name }) => item.requestFields.includes(name))}
            answers={answers[item.id] ?? {}}
            onChange={(given) => setAnswers({ ...answers, [item.id]: given })}
          />
        ))}
      </section>
      <section aria-label={text.preview}>
        <h2>{text.preview}</h2>
        {ready ? <Preview preview={preview} action={action} /> : <p className="muted">{text.previewEmpty}</p>}
        <TextField
          label={action === 'remove' ? text.whyBack : text.why}
          note={text.whyNote}
          value={why}
          onChange={setWhy}
          lines={3}
          maxLength={4000}
        />
        {action === 'add' && (
          <TextField label={text.untilField} note={text.untilNote} type="date" value={until} onChange={setUntil} />
        )}
        {send.isError && (
          <Banner kind="error" title={text.notSent}>
            {asProblem(send.error).detail}
          </Banner>
        )}
        <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={send.isPending}>
          {text.send(people.length)}
        </Button>
      </section>
    </form>
  )
}

function Chosen({
  names,
  onRemove,
}: {
  names: readonly { id: string; name: string }[]
  onRemove: (id: string) => void
}) {
  if (names.length === 0) return null
  return (
    <ul className="chosen" aria-label={text.chosen}>
      {names.map(({ id, name }) => (
        <li key={id}>
          <span className="truncate">{name}</span>
          <IconButton icon="close" label={text.remove(name)} onPress={() => onRemove(id)} />
        </li>
      ))}
    </ul>
  )
}
