import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Label, ListBox, ListBoxItem } from 'react-aria-components'
import { type Person, PersonPage } from '../contract/identities.ts'
import { request } from './api/client.ts'
import { SearchField } from './ui/search-field.tsx'
import { useDelayed } from './use-delayed.ts'
import './person-picker.css'

const text = {
  find: 'Name, e-mail or employee number',
  candidates: 'People who fit',
  none: 'Nobody fits.',
  typeMore: 'Type at least two letters.',
}

/** A few people who fit. */
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
  /** What to look for at first. */
  start: string
}

/** Finds a person by a few letters. */
export function PersonPicker({ label, chosen, onChoose, start }: PersonPickerProps) {
  const [words, setWords] = useState(start)
  const asked = useDelayed(words.trim(), 180)
  const found = useCandidates(asked)
  const candidates = asked.length < 2 ? [] : (found.data ?? [])
  return (
    <div className="person-picker">
      <Label className="field-label">{label}</Label>
      <SearchField label={text.find} value={words} onChange={setWords} />
      <ListBox
        className="person-candidates"
        aria-label={text.candidates}
        selectionMode="single"
        items={candidates}
        selectedKeys={chosen ? [chosen.id] : []}
        onSelectionChange={(keys) => onChoose(candidates.find((one) => keys !== 'all' && keys.has(one.id)))}
        renderEmptyState={() => (
          <span className="muted">{asked.length < 2 ? text.typeMore : found.isFetching ? '' : text.none}</span>
        )}
      >
        {(one) => (
          <ListBoxItem className="option person-option" textValue={one.name}>
            <strong>{one.name}</strong>
            <span className="muted truncate">
              {[one.employeeId, one.title, one.department].filter(Boolean).join(' · ')}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  )
}
