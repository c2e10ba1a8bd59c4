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

type Owner = Application['owners'][number]

export interface OwnersProps {
  owners: readonly Owner[]
  mayWrite: boolean
  onChange: (owners: readonly Owner[]) => void
}

/** The people who answer for an application. */
export function Owners({ owners, mayWrite, onChange }: OwnersProps) {
  const maySee = useIsPermitted('identities:read')
  return (
    <section className="application-part" aria-label={text.owners}>
      <h3>{text.owners}</h3>
      {owners.length === 0 && <p className="muted">{text.noOwners}</p>}
      {owners.length > 0 && (
        <ul className="application-owners">
          {owners.map((owner) => (
            <li key={owner.id}>
              {maySee ? <Link href={`/people/${owner.id}`}>{owner.name || text.unnamed}</Link> : owner.name}
              {mayWrite && (
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
      {mayWrite && maySee && <Finder owners={owners} onChoose={(owner) => onChange([...owners, owner])} />}
    </section>
  )
}

function Finder({ owners, onChoose }: { owners: readonly Owner[]; onChoose: (owner: Owner) => void }) {
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const found = useQuery({
    queryKey: ['people', 'owners', asked],
    enabled: asked.length >= 2,
    queryFn: ({ signal }) => request(PersonPage, '/v1/people', { query: { q: asked, limit: 6 }, signal }),
    select: (page) => page.items,
    placeholderData: keepPreviousData,
  })
  const offered = asked.length < 2 ? [] : (found.data ?? []).filter(({ id }) => !owners.some((one) => one.id === id))
  return (
    <div className="application-finder">
      <SearchField label={text.addOwner} value={words} onChange={setWords} />
      {asked.length >= 2 && (
        <ListBox
          className="application-found"
          aria-label={text.foundPeople}
          items={offered}
          onAction={(key) => {
            const one = offered.find(({ id }) => id === key)
            if (!one) return
            onChoose({ id: one.id, name: one.name })
            setWords('')
          }}
          renderEmptyState={() => <span className="muted">{found.isFetching ? '' : text.nobodyFound}</span>}
        >
          {(one) => (
            <ListBoxItem className="option" textValue={one.name}>
              <span>
                {one.name} <span className="muted">{[one.title, one.department].filter(Boolean).join(' · ')}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </div>
  )
}
