import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Label, ListBox, ListBoxItem } from 'react-aria-components'
import { PrincipalList, type PrincipalRef } from '../contract/catalogue.ts'
import { request } from './api/client.ts'
import { Badge } from './ui/badge.tsx'
import { SearchField } from './ui/search-field.tsx'
import { useDelayed } from './use-delayed.ts'
import './person-picker.css'

const text = {
  find: { person: 'Find a person', role: 'Find a role', any: 'Find a person or a role' },
  candidates: 'Who fits',
  none: 'Nobody fits.',
  role: 'role',
}

export interface PrincipalPickerProps {
  label: string
  chosen: PrincipalRef | undefined
  onChoose: (principal: PrincipalRef | undefined) => void
  kind?: 'person' | 'role'
  /** Who can't be chosen, by long id. */
  except?: readonly string[]
}

/** Finds a person or a role by a few letters. */
export function PrincipalPicker({ label, chosen, onChoose, kind, except = [] }: PrincipalPickerProps) {
  const [words, setWords] = useState('')
  const asked = useDelayed(words.trim(), 180)
  const found = useQuery({
    queryKey: ['principals', asked, kind],
    queryFn: ({ signal }) =>
      request(PrincipalList, '/v1/principals', { query: { q: asked || undefined, kind, limit: 8 }, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })
  const candidates = (found.data ?? []).filter(({ id }) => !except.includes(id))
  return (
    <div className="person-picker">
      <Label className="field-label">{label}</Label>
      <SearchField label={text.find[kind ?? 'any']} value={words} onChange={setWords} />
      <ListBox
        className="person-candidates"
        aria-label={text.candidates}
        selectionMode="single"
        items={candidates}
        selectedKeys={chosen ? [chosen.id] : []}
        onSelectionChange={(keys) => onChoose(candidates.find((one) => keys !== 'all' && keys.has(one.id)))}
        renderEmptyState={() => <span className="muted">{found.isFetching ? '' : text.none}</span>}
      >
        {(one) => (
          <ListBoxItem className="option principal-option" textValue={one.name}>
            <strong className="truncate">{one.name}</strong>
            {one.kind === 'role' && <Badge>{text.role}</Badge>}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  )
}
