import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Person, PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { Picker } from './picker.tsx'
import { useDebouncedSearch } from '../hooks/use-debounced-search.ts'
import { apiPaths } from '../navigation/paths.ts'

const text = {
  find: 'Name, e-mail or employee number',
  candidates: 'Matching people',
  none: 'No results',
  typeMore: 'Type at least two letters.',
}

/** A few matching people. */
function useCandidates(query: string) {
  return useQuery({
    queryKey: ['people', 'candidates', query],
    enabled: query.length >= 2,
    queryFn: ({ signal }) => request(PersonPage, apiPaths.people, { query: { q: query, limit: 8 }, signal }),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  })
}

export interface PersonPickerProps {
  label: string
  chosen: Person | undefined
  onChoose: (person: Person | undefined) => void
  /** Initial search text. */
  start: string
}

/** Searches and selects a person of the rosters. */
export function PersonPicker({ label, chosen, onChoose, start }: PersonPickerProps) {
  const [searchText, setSearchText] = useState(start)
  const query = useDebouncedSearch(searchText)
  const candidatesQuery = useCandidates(query)
  return (
    <Picker<Person>
      label={label}
      searchLabel={text.find}
      listLabel={text.candidates}
      searchText={searchText}
      onSearchText={setSearchText}
      choices={query.length < 2 ? [] : (candidatesQuery.data ?? [])}
      chosen={chosen?.id}
      onChoose={onChoose}
      empty={query.length < 2 ? text.typeMore : candidatesQuery.isFetching ? '' : text.none}
    >
      {(person) => (
        <>
          <strong>{person.name}</strong>
          <span className="muted truncate">
            {[person.employeeId, person.title, person.department].filter(Boolean).join(' · ')}
          </span>
        </>
      )}
    </Picker>
  )
}
