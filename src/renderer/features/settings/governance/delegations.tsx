import { useState } from 'react'
import type { z } from 'zod'
import type { PrincipalRef } from '../../../../contract/catalogue.ts'
import type { Delegation } from '../../../../contract/delegations.ts'
import { asProblem } from '../../../api/problem.ts'
import { PrincipalPicker } from '../../../shared/pickers/principal-picker.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { day } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useDialogParam } from '../../../shared/hooks/use-dialog-param.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useCreateDelegation, useDelegations, useEndDelegation, useRules } from './governance-queries.ts'
import { text } from './governance-text.ts'

const words = text.delegations

/** The delegations of the user, or all of them for administrators of requests. */
export function Delegations() {
  const delegationsQuery = useDelegations()
  const rules = useRules(useIsPermitted('requests:read'))
  const [isCreating, setCreating] = useDialogParam('new')
  if (delegationsQuery.isPending) return <Skeleton lines={4} />
  if (delegationsQuery.isError) {
    const { detail, requestId } = asProblem(delegationsQuery.error)
    return (
      <ErrorState
        title={words.failed}
        detail={detail}
        requestId={requestId}
        onRetry={() => void delegationsQuery.refetch()}
      />
    )
  }
  const newButton = (
    <Button variant="primary" icon="plus" onPress={() => setCreating(true)}>
      {words.new}
    </Button>
  )
  return (
    <div className="settings-part">
      {rules.data?.delegationEnabled === false && <Banner kind="info" title={words.off} />}
      {delegationsQuery.data.length === 0 ? (
        <EmptyState icon="person" title={words.none} actions={newButton}>
          {words.noneText}
        </EmptyState>
      ) : (
        <>
          <div className="settings-head">
            <h2>{words.title}</h2>
            {newButton}
          </div>
          <p className="muted">{words.note}</p>
          <List all={delegationsQuery.data} />
        </>
      )}
      <Dialog title={words.newTitle} isOpen={isCreating} onClose={() => setCreating(false)}>
        <Form onDone={() => setCreating(false)} />
      </Dialog>
    </div>
  )
}

function List({ all }: { all: readonly z.infer<typeof Delegation>[] }) {
  const end = useEndDelegation()
  return (
    <>
      {end.isError && <Banner kind="error" title={asProblem(end.error).detail} />}
      <table className="stored stand-ins" aria-label={words.title}>
        <thead>
          <tr>
            {[words.person, words.delegate, words.from, words.until].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{words.end}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((delegation) => (
            <tr key={delegation.id}>
              <th scope="row">{delegation.person.name}</th>
              <td>{delegation.delegate.name}</td>
              <td className="number">{day(delegation.from)}</td>
              <td className="number">
                {delegation.until ? day(delegation.until) : <span className="muted">{words.noEnd}</span>}
              </td>
              <td>
                <Button
                  variant="quiet"
                  aria-label={words.endFor(delegation.person.name)}
                  isDisabled={end.isPending}
                  onPress={() =>
                    end.mutate(delegation.id, {
                      onSuccess: () => toast({ kind: 'done', message: words.ended(delegation.person.name) }),
                    })
                  }
                >
                  {words.end}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

type Whose = 'mine' | 'other'
const startOfDay = (written: string) => new Date(`${written}T00:00:00`).toISOString()
const endOfDay = (written: string) => new Date(`${written}T23:59:59.999`).toISOString()

function Form({ onDone }: { onDone: () => void }) {
  const canAll = useIsPermitted('requests:manage')
  const createDelegation = useCreateDelegation()
  const [whose, setWhose] = useState<Whose>('mine')
  const [person, setPerson] = useState<PrincipalRef>()
  const [delegate, setDelegate] = useState<PrincipalRef>()
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const ready = delegate !== undefined && (whose === 'mine' || person !== undefined)
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || createDelegation.isPending) return
        createDelegation.mutate(
          {
            ...(whose === 'other' && person && { personId: person.id }),
            delegateId: delegate.id,
            ...(from !== '' && { from: startOfDay(from) }),
            until: until === '' ? null : endOfDay(until),
          },
          {
            onSuccess: () => {
              toast({ kind: 'done', message: words.saved })
              onDone()
            },
          },
        )
      }}
    >
      {canAll && (
        <FilterBar<Whose>
          label={words.forWhom}
          entries={[
            { id: 'mine', title: words.myself },
            { id: 'other', title: words.other },
          ]}
          selected={whose}
          onSelect={setWhose}
        />
      )}
      {whose === 'other' && <PrincipalPicker label={words.whose} kind="person" chosen={person} onChoose={setPerson} />}
      <PrincipalPicker
        label={words.who}
        kind="person"
        autoFocus
        chosen={delegate}
        onChoose={setDelegate}
        except={person && whose === 'other' ? [person.id] : []}
      />
      <div className="settings-two">
        <TextField label={words.fromField} note={words.fromNote} type="date" value={from} onChange={setFrom} />
        <TextField label={words.untilField} note={words.untilNote} type="date" value={until} onChange={setUntil} />
      </div>
      {createDelegation.isError && (
        <Banner kind="error" title={words.refused}>
          {asProblem(createDelegation.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={createDelegation.isPending}>
        {delegate ? words.saveName(delegate.name) : words.save}
      </Button>
    </form>
  )
}
