import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Account, type Person } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { PersonPicker } from '../../shared/pickers/person-picker.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { moment } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import type { AsOf } from './as-of.ts'
import { fresh, peopleKeys, useAccount } from './queries.ts'
import { text } from './text.ts'

/** Says by hand whose account it is, that it is deliberately nobody's, or takes such a choice back. */
export function MatchDecision({ id, asOf }: { id: string; asOf: AsOf }) {
  const may = useIsPermitted('identities:write')
  const found = useAccount(id, asOf)
  if (!found.data) return null
  const { match } = found.data
  return (
    <div className="match">
      <div>
        <h3>{match === null ? text.isNone : match.person ? text.isMatched : text.isNobody}</h3>
        {match && <p className="muted">{text.since(match.words, match.by, moment(match.since))}</p>}
      </div>
      {!may ? (
        <p className="muted">{text.mayNot}</p>
      ) : asOf.mode === 'now' ? (
        <Decide key={match?.since ?? ''} one={found.data} />
      ) : (
        <p className="muted">{text.notNow}</p>
      )}
    </div>
  )
}

function Decide({ one }: { one: Account }) {
  const { set, clear } = useMatch(one)
  const [person, setPerson] = useState<Person>()
  const [reason, setReason] = useState('')
  const ready = reason.trim().length >= 3
  const failed = set.isError ? set.error : clear.isError ? clear.error : undefined
  return (
    <form
      className="match-form"
      aria-label={text.whose}
      onSubmit={(event) => {
        event.preventDefault()
        if (person && ready) set.mutate({ personId: person.id, reason: reason.trim() })
      }}
    >
      <PersonPicker label={text.person} chosen={person} onChoose={setPerson} start={one.name} />
      <TextField
        label={text.reason}
        note={text.reasonNote}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={500}
      />
      {failed !== undefined && (
        <Banner kind="error" title={text.refused}>
          {asProblem(failed).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!person || !ready} isPending={set.isPending}>
        {person ? text.matchTo(person.name) : text.match}
      </Button>
      <Button
        wide
        isDisabled={!ready || set.isPending}
        onPress={() => set.mutate({ personId: null, reason: reason.trim() })}
      >
        {text.matchNobody}
      </Button>
      {one.match && (
        <Button variant="quiet" wide isPending={clear.isPending} onPress={() => clear.mutate()}>
          {text.clear}
        </Button>
      )}
    </form>
  )
}

function useMatch({ id, revision }: Account) {
  const queries = useQueryClient()
  const path = `/v1/accounts/${encodeURIComponent(id)}/match`
  const settle = () => {
    fresh.note()
    return queries.invalidateQueries({ queryKey: peopleKeys.all })
  }
  const lookAgain = (thrown: unknown) => {
    if (asProblem(thrown).status === 412) void settle()
  }
  const set = useMutation({
    mutationFn: (body: { personId: string | null; reason: string }) =>
      request(Account, path, { method: 'PUT', body, ifMatch: revision }),
    onSuccess: async () => {
      await settle()
      toast({ kind: 'done', message: text.done })
    },
    onError: lookAgain,
  })
  const clear = useMutation({
    mutationFn: () => request(Account, path, { method: 'DELETE', ifMatch: revision }),
    onSuccess: async () => {
      await settle()
      toast({ kind: 'done', message: text.cleared })
    },
    onError: lookAgain,
  })
  return { set, clear }
}
