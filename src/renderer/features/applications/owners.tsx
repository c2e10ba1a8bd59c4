import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { Application } from '../../../contract/applications.ts'
import { PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { Link } from '../../shared/link.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { text } from './text.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

type Owner = Application['owners'][number]

export interface OwnersProps {
  owners: readonly Owner[]
  canWrite: boolean
  onChange: (owners: readonly Owner[]) => void
}

/** The owners of an application. */
export function Owners({ owners, canWrite, onChange }: OwnersProps) {
  const canSee = useIsPermitted('identities:read')
  return (
    <section className="detail-section" aria-label={text.owners}>
      <h3>{text.owners}</h3>
      {owners.length === 0 && <p className="muted">{text.noOwners}</p>}
      {owners.length > 0 && (
        <ul className="application-owners">
          {owners.map((owner) => (
            <li key={owner.id}>
              {canSee ? <Link href={pages.person(owner.id)}>{owner.name || text.unnamed}</Link> : owner.name}
              {canWrite && (
                <IconButton
                  icon="close"
                  label={text.removeOwner(owner.name)}
                  onPress={() => onChange(owners.filter(({ id }) => id !== owner.id))}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite && canSee && <Finder owners={owners} onChoose={(owner) => onChange([...owners, owner])} />}
    </section>
  )
}

function Finder({ owners, onChoose }: { owners: readonly Owner[]; onChoose: (owner: Owner) => void }) {
  const [typed, setTyped] = useState('')
  const searchText = useDebouncedSearch(typed)
  const candidates = useQuery({
    queryKey: ['people', 'owners', searchText],
    enabled: searchText.length >= 2,
    queryFn: ({ signal }) => request(PersonPage, apiPaths.people, { query: { q: searchText, limit: 6 }, signal }),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  })
  const offered =
    searchText.length < 2 ? [] : (candidates.data ?? []).filter(({ id }) => !owners.some((owner) => owner.id === id))
  return (
    <div className="owner-picker">
      <SearchField label={text.addOwner} value={typed} onChange={setTyped} />
      {searchText.length >= 2 && (
        <ListBox
          className="owner-results"
          aria-label={text.foundPeople}
          items={offered}
          onAction={(key) => {
            const person = offered.find(({ id }) => id === key)
            if (!person) return
            onChoose({ id: person.id, name: person.name })
            setTyped('')
          }}
          renderEmptyState={() => <span className="muted">{candidates.isFetching ? '' : text.noMatch}</span>}
        >
          {(person) => (
            <ListBoxItem className="option" textValue={person.name}>
              <span>
                {person.name}{' '}
                <span className="muted">{[person.title, person.department].filter(Boolean).join(' · ')}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </div>
  )
}
