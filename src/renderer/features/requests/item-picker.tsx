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

/** Searches and selects catalogue items. For a removal, current access is listed first. */
export function ItemPicker({ action, people, except, onChoose }: ItemPickerProps) {
  const [searchText, setSearchText] = useState('')
  const query = useDebouncedSearch(searchText)
  const itemsQuery = useItems(query)
  const held = usePersonHoldings(
    people.flatMap(({ personId }) => personId ?? []),
    action === 'remove',
  )
  const isHeld = ({ id }: CatalogueItem) => held.items.some((heldItem) => heldItem.id === id)
  const fits = ({ name }: CatalogueItem) => name.toLowerCase().includes(query.toLowerCase())
  const others = (itemsQuery.data ?? []).filter((item) => action === 'add' || (query !== '' && !isHeld(item)))
  const choices = [...(action === 'remove' ? held.items.filter(fits) : []), ...others]
  const emptyAddText = choices.length > 0 ? text.allSelected : query === '' ? text.catalogueEmpty : text.noResults
  const emptyRemoveText = held.items.length > 0 ? text.allHeldSelected : text.noneHeld
  const find = action === 'remove' ? text.findToRemove : text.findToAdd
  return (
    <Picker<CatalogueItem>
      searchLabel={find}
      listLabel={find}
      searchText={searchText}
      onSearchText={setSearchText}
      choices={choices.filter(({ id }) => !except.includes(id))}
      onChoose={(item) => {
        if (!item) return
        setSearchText('')
        onChoose(item)
      }}
      empty={itemsQuery.isFetching || held.isFetching ? '' : action === 'add' ? emptyAddText : emptyRemoveText}
    >
      {(item) => (
        <>
          <strong>
            {item.name}{' '}
            {item.riskLevel !== null && (
              <Badge tone={item.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(item.riskLevel)}</Badge>
            )}{' '}
            {action === 'remove' && isHeld(item) && <Badge tone="gain">{text.heldBadge}</Badge>}
          </strong>
          <span className="muted truncate">
            {item.kind === 'bundle' ? item.contents.map(({ name }) => name).join(', ') : item.description}
          </span>
        </>
      )}
    </Picker>
  )
}
