import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Person, PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { Picker } from './picker.tsx'
import { useDebouncedSearch } from '../hooks/use-debounced-search.ts'

const text = {
  find: 'Name, e-mail or employee number',
  candidates: 'Matching people',
  none: 'No results',
  typeMore: 'Type at least two letters.',
}

/** A few matching people. */
function useCandidates(words: string) {
  return useQuery({
    queryKey: ['people', 'candidates', words],
    enabled: words.length >= 2,
    queryFn: ({ signal }) => request(PersonPage, '/v1/people', { query: { q: words, limit: 8 }, signal }),
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
  const [words, setWords] = useState(start)
  const searchText = useDebouncedSearch(words)
  const candidatesQuery = useCandidates(searchText)
  return (
    <Picker<Person>
      label={label}
      searchLabel={text.find}
      listLabel={text.candidates}
      words={words}
      onWords={setWords}
      choices={searchText.length < 2 ? [] : (candidatesQuery.data ?? [])}
      chosen={chosen?.id}
      onChoose={onChoose}
      empty={searchText.length < 2 ? text.typeMore : candidatesQuery.isFetching ? '' : text.none}
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
