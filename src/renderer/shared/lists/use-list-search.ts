import { useRef, useState } from 'react'
import { useCommands } from '../../commands/use-commands.ts'
import { useDebouncedSearch } from '../hooks/use-debounced-search.ts'
import type { SearchFieldProps } from '../../ui/search-field.tsx'

export interface ListSearch {
  /** What the list is filtered by, once the user stops typing. */
  readonly query: string
  /** Props of the search field. */
  readonly field: Pick<SearchFieldProps, 'label' | 'shortcut' | 'inputRef' | 'value' | 'onChange'>
}

/** The search of a list. `/` focuses its field. */
export function useListSearch(label: string): ListSearch {
  const [value, onChange] = useState('')
  const query = useDebouncedSearch(value)
  const inputRef = useRef<HTMLInputElement>(null)
  const shortcut = '/'
  useCommands([
    {
      id: 'list.search',
      title: label,
      group: 'Actions',
      shortcut,
      icon: 'search',
      run: () => inputRef.current?.focus(),
    },
  ])
  return { query, field: { label, shortcut, inputRef, value, onChange } }
}
