import { useState } from 'react'
import type { CatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'
import { Picker } from '../../shared/pickers/picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { usePersonHoldings, useItems } from './queries.ts'
import { text } from './text.ts'

export type Action = 'add' | 'remove'

interface ItemPickerProps {
  action: Action
  people: readonly PrincipalRef[]
  except: readonly string[]
  onChoose: (item: CatalogueItem) => void
}

/** Something of the catalogue; to give back, first of all what is held. */
export function ItemPicker({ action, people, except, onChoose }: ItemPickerProps) {
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const found = useItems(asked)
  const held = usePersonHoldings(
    people.flatMap(({ personId }) => personId ?? []),
    action === 'remove',
  )
  const isHeld = ({ id }: CatalogueItem) => held.items.some((one) => one.id === id)
  const fits = ({ name }: CatalogueItem) => name.toLowerCase().includes(asked.toLowerCase())
  const others = (found.data ?? []).filter((one) => action === 'add' || (asked !== '' && !isHeld(one)))
  const choices = [...(action === 'remove' ? held.items.filter(fits) : []), ...others]
  const nothingToGet = choices.length > 0 ? text.allChosen : asked === '' ? text.catalogueEmpty : text.foundNone
  const nothingToGiveBack = held.items.length > 0 ? text.heldChosen : text.heldNone
  const find = action === 'remove' ? text.findBack : text.find
  return (
    <Picker<CatalogueItem>
      find={find}
      list={find}
      words={words}
      onWords={setWords}
      choices={choices.filter(({ id }) => !except.includes(id))}
      onChoose={(item) => {
        if (!item) return
        setWords('')
        onChoose(item)
      }}
      empty={found.isFetching || held.isFetching ? '' : action === 'add' ? nothingToGet : nothingToGiveBack}
    >
      {(one) => (
        <>
          <strong>
            {one.name}{' '}
            {one.riskLevel !== null && (
              <Badge tone={one.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(one.riskLevel)}</Badge>
            )}{' '}
            {action === 'remove' && isHeld(one) && <Badge tone="gain">{text.heldNow}</Badge>}
          </strong>
          <span className="muted truncate">
            {one.kind === 'bundle' ? one.contents.map(({ name }) => name).join(', ') : one.description}
          </span>
        </>
      )}
    </Picker>
  )
}
