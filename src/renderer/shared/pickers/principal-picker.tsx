import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type PrincipalChoice, PrincipalList, type PrincipalRef } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import { Picker } from './picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useDebouncedSearch } from '../hooks/use-debounced-search.ts'
import { apiPaths } from '../navigation/paths.ts'

const text = {
  find: { person: 'Find a person', role: 'Find a role', any: 'Find a person or a role' },
  candidates: 'Matching people and roles',
  none: 'No results',
  nobodyYet: 'No people yet. Import an HR roster first.',
  role: 'role',
}

export interface PrincipalPickerProps {
  /** Absent if the context shows it. */
  label?: string
  chosen: PrincipalRef | undefined
  onChoose: (principal: PrincipalRef | undefined) => void
  kind?: 'person' | 'role'
  /** Principal ids that cannot be chosen. */
  except?: readonly string[]
  autoFocus?: boolean
  /** Each choice adds to a list that is shown elsewhere. */
  adds?: boolean
}

/** Searches and selects a person or a role. */
export function PrincipalPicker({
  label,
  chosen,
  onChoose,
  kind,
  except = [],
  autoFocus = false,
  adds = false,
}: PrincipalPickerProps) {
  const [searchText, setSearchText] = useState('')
  const query = useDebouncedSearch(searchText)
  const principalsQuery = useQuery({
    queryKey: ['principals', query, kind],
    queryFn: ({ signal }) =>
      request(PrincipalList, apiPaths.principals, { query: { q: query || undefined, kind, limit: 8 }, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })
  return (
    <Picker<PrincipalChoice>
      {...(label !== undefined && { label })}
      autoFocus={autoFocus}
      searchLabel={text.find[kind ?? 'any']}
      listLabel={text.candidates}
      searchText={searchText}
      onSearchText={setSearchText}
      choices={(principalsQuery.data ?? []).filter(({ id }) => !except.includes(id))}
      chosen={chosen?.id}
      onChoose={(principal) => {
        // If each choice adds to a list, the next search starts empty.
        if (principal && adds) setSearchText('')
        onChoose(principal)
      }}
      empty={principalsQuery.isFetching ? '' : query === '' && except.length === 0 ? text.nobodyYet : text.none}
      oneLine
    >
      {(principal) => (
        <>
          <strong className="truncate">{principal.name}</strong>
          {principal.kind === 'role' && <Badge>{text.role}</Badge>}
          {principal.about && <span className="muted truncate">{principal.about}</span>}
        </>
      )}
    </Picker>
  )
}
