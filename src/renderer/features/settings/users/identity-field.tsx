import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Person, PersonDetail } from '../../../../contract/identities.ts'
import { request } from '../../../api/client.ts'
import { PersonPicker } from '../../../shared/pickers/person-picker.tsx'
import { Button } from '../../../ui/button.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { text } from '../text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

export interface IdentityFieldProps {
  value: string | null
  onChange: (identityId: string | null) => void
  /** Initial search text: the name of the user. */
  start: string
}

/** Links a user to a person of the rosters, so that nobody decides about their own access. */
export function IdentityField({ value, onChange, start }: IdentityFieldProps) {
  const canRead = useIsPermitted('identities:read')
  const [choosing, setChoosing] = useState(false)
  const [chosen, setChosen] = useState<Person>()
  const personQuery = useQuery({
    queryKey: ['people', 'one', value],
    enabled: canRead && value !== null && chosen?.id !== value,
    queryFn: ({ signal }) => request(PersonDetail, apiPaths.person(value ?? ''), { signal }),
  })
  if (!canRead) return null
  const name = chosen?.id === value ? chosen?.name : personQuery.data?.person.name
  return (
    <div className="stack-tight">
      <div className="chosen-value">
        <span className="field-label">{text.linkedPerson}</span>
        <span className={value === null ? 'muted' : undefined}>
          {value === null ? text.noLinkedPerson : (name ?? '…')}
        </span>
        {value !== null && (
          <Button variant="quiet" onPress={() => onChange(null)}>
            {text.unlink}
          </Button>
        )}
        {!choosing && (
          <Button variant="quiet" onPress={() => setChoosing(true)}>
            {text.link}
          </Button>
        )}
      </div>
      {choosing && (
        <PersonPicker
          label={text.findLinkedPerson}
          chosen={chosen}
          start={start}
          onChoose={(person) => {
            setChosen(person)
            if (person) onChange(person.id)
          }}
        />
      )}
    </div>
  )
}
