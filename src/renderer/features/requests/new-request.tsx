import { useState } from 'react'
import type { CatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { Picker } from '../../picker.tsx'
import { PrincipalPicker } from '../../principal-picker.tsx'
import { navigate } from '../../router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useDelayed } from '../../use-delayed.ts'
import { Answers, type AnswersOf } from './answers.tsx'
import { Preview } from './preview.tsx'
import { useFields, useItems, usePreview, useSend, type Wish } from './queries.ts'
import { text } from './text.ts'

/** People, things from the catalogue, a reason; and what would happen, before it is sent. */
export function NewRequest() {
  const [people, setPeople] = useState<readonly PrincipalRef[]>([])
  const [items, setItems] = useState<readonly CatalogueItem[]>([])
  const [why, setWhy] = useState('')
  const [until, setUntil] = useState('')
  const [answers, setAnswers] = useState<AnswersOf>({})
  const fields = useFields()
  const send = useSend()
  const endsAt = until === '' ? null : new Date(`${until}T23:59:59.999Z`).toISOString()
  const wish: Wish = {
    people: people.map(({ id }) => id),
    items: items.map(({ id }) => ({ itemId: id, action: 'add', endsAt, fields: answers[id] ?? {} })),
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
            navigate(made[0] && made.length === 1 ? `/requests/${encodeURIComponent(made[0].id)}` : '/requests')
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
          chosen={undefined}
          except={people.map(({ id }) => id)}
          onChoose={(person) => person && setPeople([...people, person])}
        />
        <p className="field-note">{text.whomNote}</p>
      </section>
      <section aria-label={text.what}>
        <h2>{text.what}</h2>
        <Chosen names={items} onRemove={(id) => setItems(items.filter((one) => one.id !== id))} />
        <ItemPicker except={items.map(({ id }) => id)} onChoose={(item) => setItems([...items, item])} />
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
        {ready ? <Preview preview={preview} /> : <p className="muted">{text.previewEmpty}</p>}
        <TextField label={text.why} note={text.whyNote} value={why} onChange={setWhy} lines={3} maxLength={4000} />
        <TextField label={text.untilField} note={text.untilNote} type="date" value={until} onChange={setUntil} />
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

function ItemPicker({ except, onChoose }: { except: readonly string[]; onChoose: (item: CatalogueItem) => void }) {
  const [words, setWords] = useState('')
  const found = useItems(useDelayed(words.trim(), 180))
  return (
    <Picker<CatalogueItem>
      find={text.find}
      list={text.find}
      words={words}
      onWords={setWords}
      choices={(found.data ?? []).filter(({ id }) => !except.includes(id))}
      onChoose={(item) => item && onChoose(item)}
      empty={found.isFetching ? '' : text.foundNone}
    >
      {(one) => (
        <>
          <strong>
            {one.name}{' '}
            {one.riskLevel !== null && (
              <Badge tone={one.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(one.riskLevel)}</Badge>
            )}
          </strong>
          <span className="muted truncate">
            {one.kind === 'bundle' ? one.contents.map(({ name }) => name).join(', ') : one.description}
          </span>
        </>
      )}
    </Picker>
  )
}
