import { useState } from 'react'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { useChoices, useWhatIf } from './queries.ts'
import { text } from './text.ts'
import { UnownedNote } from './unowned-accounts.tsx'

const sectionText = text.whatIf
interface Choice {
  readonly id: string
  readonly name: string
}

/** Previews the violations of a person now and with additional access. */
export function WhatIf() {
  const [person, setPerson] = useState<PrincipalRef>()
  const [items, setItems] = useState<readonly Choice[]>([])
  const [typed, setTyped] = useState('')
  const choices = useChoices('items', useDebouncedSearch(typed))
  const whatIfQuery = useWhatIf({
    personId: person?.id ?? '',
    items: items.map(({ id }) => ({ itemId: id, action: 'add' as const })),
  })
  // Selected items stay listed, whatever is searched for next.
  const isChosen = ({ id }: Choice) => items.some((choice) => choice.id === id)
  const listed = [...items, ...(choices.data ?? []).filter((choice) => !isChosen(choice))]
  return (
    <div className="three-columns">
      <section>
        <p className="muted">{sectionText.note}</p>
        <PrincipalPicker label={sectionText.person} kind="person" chosen={person} onChoose={setPerson} />
      </section>
      <section aria-label={sectionText.items}>
        <span className="field-label">{sectionText.items}</span>
        <SearchField label={sectionText.find} value={typed} onChange={setTyped} />
        <div className="stack-dense what-if-items">
          {listed.map((choice) => (
            <Checkbox
              key={choice.id}
              isSelected={isChosen(choice)}
              onChange={(on) => setItems(on ? [...items, choice] : items.filter(({ id }) => id !== choice.id))}
            >
              {choice.name}
            </Checkbox>
          ))}
        </div>
      </section>
      <section aria-live="polite">
        {!person && <p className="muted">{sectionText.noPerson}</p>}
        {person && whatIfQuery.data?.length === 0 && (
          <Banner kind="success" title={sectionText.clean}>
            <UnownedNote />
          </Banner>
        )}
        {person &&
          whatIfQuery.data?.map(({ policy, because, remedy, existing }) => (
            <Banner
              key={policy.id}
              kind={existing ? 'info' : 'guard'}
              title={existing ? sectionText.already(policy.name) : sectionText.would(policy.name)}
            >
              {policy.description && <p>{policy.description}</p>}
              <p>{sectionText.conflicts(because.map(({ words: name }) => name).join(' and '))}</p>
              {remedy.length > 0 && <p>{sectionText.remedy(remedy.map(({ words: name }) => name).join(' and '))}</p>}
            </Banner>
          ))}
      </section>
    </div>
  )
}
