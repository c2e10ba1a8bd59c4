import { useState } from 'react'
import type { z } from 'zod'
import type { PrincipalRef } from '../../../../contract/catalogue.ts'
import type { Delegation } from '../../../../contract/delegations.ts'
import { asProblem } from '../../../api/problem.ts'
import { ActionButton } from '../../../commands/command-button.tsx'
import { PrincipalPicker } from '../../../shared/pickers/principal-picker.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { day } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useDialogParam } from '../../../shared/hooks/use-dialog-param.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { newDelegation } from '../actions.ts'
import { useCreateDelegation, useDelegations, useEndDelegation, useRules } from './governance-queries.ts'
import { text } from './governance-text.ts'
import { QueryView } from '../../../shared/query-view.tsx'

const sectionText = text.delegations

/** The delegations of the user, or all of them for administrators of requests. */
export function Delegations() {
  const delegationsQuery = useDelegations()
  const rules = useRules(useIsPermitted('requests:read'))
  const [isCreating, setCreating] = useDialogParam('new')
  const newButton = (
    <ActionButton action={newDelegation} variant="primary" icon="plus">
      {sectionText.new}
    </ActionButton>
  )
  return (
    <QueryView query={delegationsQuery} failed={sectionText.failed} lines={4}>
      {(delegations) => (
        <div className="settings-part">
          {rules.data?.delegationEnabled === false && <Banner kind="info" title={sectionText.off} />}
          {delegations.length === 0 ? (
            <EmptyState icon="person" title={sectionText.none} actions={newButton}>
              {sectionText.noneText}
            </EmptyState>
          ) : (
            <>
              <div className="settings-head">
                <h2>{sectionText.title}</h2>
                {newButton}
              </div>
              <p className="muted">{sectionText.note}</p>
              <List all={delegations} />
            </>
          )}
          <Dialog title={sectionText.newTitle} isOpen={isCreating} onClose={() => setCreating(false)}>
            <Form onDone={() => setCreating(false)} />
          </Dialog>
        </div>
      )}
    </QueryView>
  )
}

function List({ all }: { all: readonly z.infer<typeof Delegation>[] }) {
  const end = useEndDelegation()
  return (
    <>
      {end.isError && <Banner kind="error" title={asProblem(end.error).detail} />}
      <table className="plain-table" aria-label={sectionText.title}>
        <thead>
          <tr>
            {[sectionText.person, sectionText.delegate, sectionText.from, sectionText.until].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{sectionText.end}</span>
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
                {delegation.until ? day(delegation.until) : <span className="muted">{sectionText.noEnd}</span>}
              </td>
              <td>
                <Button
                  variant="quiet"
                  aria-label={sectionText.endFor(delegation.person.name)}
                  isDisabled={end.isPending}
                  onPress={() =>
                    end.mutate(delegation.id, {
                      onSuccess: () => toast({ kind: 'done', message: sectionText.ended(delegation.person.name) }),
                    })
                  }
                >
                  {sectionText.end}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

type DelegationFilter = 'mine' | 'other'
const startOfDay = (written: string) => new Date(`${written}T00:00:00`).toISOString()
const endOfDay = (written: string) => new Date(`${written}T23:59:59.999`).toISOString()

function Form({ onDone }: { onDone: () => void }) {
  const canAll = useIsPermitted('requests:manage')
  const createDelegation = useCreateDelegation()
  const [filter, setFilter] = useState<DelegationFilter>('mine')
  const [person, setPerson] = useState<PrincipalRef>()
  const [delegate, setDelegate] = useState<PrincipalRef>()
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const ready = delegate !== undefined && (filter === 'mine' || person !== undefined)
  return (
    <form
      className="stack-loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || createDelegation.isPending) return
        createDelegation.mutate(
          {
            ...(filter === 'other' && person && { personId: person.id }),
            delegateId: delegate.id,
            ...(from !== '' && { from: startOfDay(from) }),
            until: until === '' ? null : endOfDay(until),
          },
          {
            onSuccess: () => {
              toast({ kind: 'done', message: sectionText.saved })
              onDone()
            },
          },
        )
      }}
    >
      {canAll && (
        <FilterBar<DelegationFilter>
          label={sectionText.forWhom}
          entries={[
            { id: 'mine', title: sectionText.myself },
            { id: 'other', title: sectionText.other },
          ]}
          selected={filter}
          onSelect={setFilter}
        />
      )}
      {filter === 'other' && (
        <PrincipalPicker label={sectionText.whose} kind="person" chosen={person} onChoose={setPerson} />
      )}
      <PrincipalPicker
        label={sectionText.who}
        kind="person"
        autoFocus
        chosen={delegate}
        onChoose={setDelegate}
        except={person && filter === 'other' ? [person.id] : []}
      />
      <div className="settings-columns">
        <TextField
          label={sectionText.fromField}
          note={sectionText.fromNote}
          type="date"
          value={from}
          onChange={setFrom}
        />
        <TextField
          label={sectionText.untilField}
          note={sectionText.untilNote}
          type="date"
          value={until}
          onChange={setUntil}
        />
      </div>
      {createDelegation.isError && (
        <Banner kind="error" title={sectionText.refused}>
          {asProblem(createDelegation.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={createDelegation.isPending}>
        {delegate ? sectionText.saveName(delegate.name) : sectionText.save}
      </Button>
    </form>
  )
}
