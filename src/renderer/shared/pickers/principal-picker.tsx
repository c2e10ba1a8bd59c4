import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type PrincipalChoice, PrincipalList, type PrincipalRef } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import { Picker } from './picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { useDebouncedSearch } from '../hooks/use-debounced-search.ts'

const text = {
  find: { person: 'Find a person', role: 'Find a role', any: 'Find a person or a role' },
  candidates: 'Who fits',
  none: 'Nobody fits.',
  nobodyYet: 'Nobody is known yet. People come from an HR roster that is imported.',
  role: 'role',
}

export interface PrincipalPickerProps {
  /** Absent where what is around it says it. */
  label?: string
  chosen: PrincipalRef | undefined
  onChoose: (principal: PrincipalRef | undefined) => void
  kind?: 'person' | 'role'
  /** Who can't be chosen, by long id. */
  except?: readonly string[]
  autoFocus?: boolean
  /** Each choice adds somebody, and is shown elsewhere. */
  adds?: boolean
}

/** Finds a person or a role by a few letters. */
export function PrincipalPicker({
  label,
  chosen,
  onChoose,
  kind,
  except = [],
  autoFocus = false,
  adds = false,
}: PrincipalPickerProps) {
  const [words, setWords] = useState('')
  const searchText = useDebouncedSearch(words)
  const principalsQuery = useQuery({
    queryKey: ['principals', searchText, kind],
    queryFn: ({ signal }) =>
      request(PrincipalList, '/v1/principals', { query: { q: searchText || undefined, kind, limit: 8 }, signal }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  })
  return (
    <Picker<PrincipalChoice>
      {...(label !== undefined && { label })}
      autoFocus={autoFocus}
      searchLabel={text.find[kind ?? 'any']}
      listLabel={text.candidates}
      words={words}
      onWords={setWords}
      choices={(principalsQuery.data ?? []).filter(({ id }) => !except.includes(id))}
      chosen={chosen?.id}
      onChoose={(principal) => {
        // Where each choice adds one, what was looked for is found, and the next search begins afresh.
        if (principal && adds) setWords('')
        onChoose(principal)
      }}
      empty={principalsQuery.isFetching ? '' : searchText === '' && except.length === 0 ? text.nobodyYet : text.none}
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
