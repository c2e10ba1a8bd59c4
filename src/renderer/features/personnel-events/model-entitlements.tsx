import { useState } from 'react'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { Picker } from '../../shared/pickers/picker.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useEntitlements } from './model-queries.ts'
import { text } from './text.ts'

export interface ModelEntitlement {
  readonly id: number
  readonly application: string
  readonly name: string
  readonly path: string
  readonly access: string
  readonly holders: number
}

interface ModelEntitlementsProps {
  entitlements: readonly ModelEntitlement[]
  /** How many people meet the conditions. */
  people: number
  onChange: (entitlements: readonly ModelEntitlement[]) => void
}

/** What people of the model should have, with how many of them have it. */
export function ModelEntitlements({ entitlements, people, onChange }: ModelEntitlementsProps) {
  const words = text.model
  const [searchText, setSearchText] = useState('')
  const query = useDebouncedSearch(searchText)
  const found = useEntitlements(query)
  const chosen = new Set(entitlements.map(({ id }) => id))
  return (
    <section className="stack-tight" aria-label={words.entitlements}>
      <h2>{words.entitlements}</h2>
      <ul>
        {entitlements.map((entry, at) => (
          <li key={entry.id} className="model-row">
            <span title={entry.path}>
              <strong>{entry.name}</strong> <span className="muted">{entry.application}</span>
            </span>
            <TextField
              aria-label={words.level(entry.name)}
              label=""
              value={entry.access}
              onChange={(access) => onChange(entitlements.with(at, { ...entry, access }))}
            />
            <span className="muted number">{words.holders(entry.holders, people)}</span>
            <IconButton
              icon="close"
              label={words.remove(entry.name)}
              onPress={() => onChange(entitlements.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
      <Picker
        searchLabel={words.find}
        listLabel={words.found}
        searchText={searchText}
        onSearchText={setSearchText}
        choices={
          query === ''
            ? []
            : (found.data ?? [])
                .filter(({ id }) => !chosen.has(id))
                .map((entry) => ({ ...entry, row: entry.id, id: String(entry.id) }))
        }
        empty={query === '' ? words.typeToFind : found.isFetching ? words.searching : words.noneFound}
        onChoose={(choice) => {
          if (!choice) return
          setSearchText('')
          onChange([
            ...entitlements,
            {
              id: choice.row,
              application: choice.application.name,
              name: choice.name,
              path: choice.path,
              access: '',
              holders: choice.holders,
            },
          ])
        }}
        oneLine
      >
        {(choice) => (
          <>
            <strong className="truncate">{choice.name}</strong>
            <span className="muted truncate">{choice.application.name}</span>
          </>
        )}
      </Picker>
    </section>
  )
}
