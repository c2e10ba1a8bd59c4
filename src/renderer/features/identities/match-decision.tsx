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
import type { AsOf } from '../../shared/as-of/as-of.ts'
import { peopleKeys, useAccount } from './queries.ts'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

/** Matches an account to a person by hand, marks it as having no owner, or clears the decision. */
export function MatchDecision({ id, asOf }: { id: string; asOf: AsOf }) {
  const canWrite = useIsPermitted('identities:write')
  const accountQuery = useAccount(id, asOf)
  if (!accountQuery.data) return null
  const { match } = accountQuery.data
  return (
    <div className="decision-pane">
      <div>
        <h3>{match === null ? text.isUnmatched : match.person ? text.isMatched : text.isWithoutOwner}</h3>
        {match && <p className="muted">{text.matchedSince(match.words, match.by, moment(match.since))}</p>}
      </div>
      {!canWrite ? (
        <p className="muted">{text.readOnly}</p>
      ) : asOf.mode === 'now' ? (
        <MatchForm key={match?.since ?? ''} account={accountQuery.data} />
      ) : (
        <p className="muted">{text.onlyNow}</p>
      )}
    </div>
  )
}

function MatchForm({ account }: { account: Account }) {
  const { set, clear } = useMatch(account)
  const [person, setPerson] = useState<Person>()
  const [reason, setReason] = useState('')
  const ready = reason.trim().length >= 3
  const error = set.isError ? set.error : clear.isError ? clear.error : undefined
  return (
    <form
      className="stack"
      aria-label={text.matchForm}
      onSubmit={(event) => {
        event.preventDefault()
        if (person && ready) set.mutate({ personId: person.id, reason: reason.trim() })
      }}
    >
      <PersonPicker label={text.person} chosen={person} onChoose={setPerson} start={account.name} />
      <TextField
        label={text.reason}
        note={text.reasonNote}
        value={reason}
        onChange={setReason}
        lines={2}
        maxLength={500}
      />
      {error !== undefined && (
        <Banner kind="error" title={text.refused}>
          {asProblem(error).detail}
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
        {text.markWithoutOwner}
      </Button>
      {account.match && (
        <Button variant="quiet" wide isPending={clear.isPending} onPress={() => clear.mutate()}>
          {text.clear}
        </Button>
      )}
    </form>
  )
}

function useMatch({ id, revision }: Account) {
  const queries = useQueryClient()
  const path = apiPaths.accountMatch(id)
  const refresh = () => queries.invalidateQueries({ queryKey: peopleKeys.all })
  const refreshIfStale = (thrown: unknown) => {
    if (asProblem(thrown).status === 412) void refresh()
  }
  const set = useMutation({
    mutationFn: (body: { personId: string | null; reason: string }) =>
      request(Account, path, { method: 'PUT', body, ifMatch: revision }),
    onSuccess: async () => {
      await refresh()
      toast({ kind: 'done', message: text.matchSaved })
    },
    onError: refreshIfStale,
  })
  const clear = useMutation({
    mutationFn: () => request(Account, path, { method: 'DELETE', ifMatch: revision }),
    onSuccess: async () => {
      await refresh()
      toast({ kind: 'done', message: text.cleared })
    },
    onError: refreshIfStale,
  })
  return { set, clear }
}
