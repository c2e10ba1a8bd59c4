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
import { useDelegate, useDelegations, useEndDelegation, useRules } from './governance-queries.ts'
import { text } from './governance-text.ts'

const words = text.standIns

/** Who decides in whose place: one's own, and everybody's for who administers requests. */
export function Delegations() {
  const found = useDelegations()
  const rules = useRules(useIsPermitted('requests:read'))
  const [naming, setNaming] = useDialogParam('new')
  if (found.isPending) return <Skeleton lines={4} />
  if (found.isError) {
    const { detail, requestId } = asProblem(found.error)
    return (
      <ErrorState title={words.failed} detail={detail} requestId={requestId} onRetry={() => void found.refetch()} />
    )
  }
  const open = (
    <Button variant="primary" icon="plus" onPress={() => setNaming(true)}>
      {words.new}
    </Button>
  )
  return (
    <div className="settings-part">
      {rules.data?.delegationEnabled === false && <Banner kind="info" title={words.off} />}
      {found.data.length === 0 ? (
        <EmptyState icon="person" title={words.none} actions={open}>
          {words.noneText}
        </EmptyState>
      ) : (
        <>
          <div className="settings-head">
            <h2>{words.title}</h2>
            {open}
          </div>
          <p className="muted">{words.note}</p>
          <List all={found.data} />
        </>
      )}
      <Dialog title={words.newTitle} isOpen={naming} onClose={() => setNaming(false)}>
        <Form onDone={() => setNaming(false)} />
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
          {all.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.person.name}</th>
              <td>{one.delegate.name}</td>
              <td className="number">{day(one.from)}</td>
              <td className="number">{one.until ? day(one.until) : <span className="muted">{words.open}</span>}</td>
              <td>
                <Button
                  variant="quiet"
                  aria-label={words.endFor(one.person.name)}
                  isDisabled={end.isPending}
                  onPress={() =>
                    end.mutate(one.id, {
                      onSuccess: () => toast({ kind: 'done', message: words.ended(one.person.name) }),
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
const startOf = (written: string) => new Date(`${written}T00:00:00`).toISOString()
const endOf = (written: string) => new Date(`${written}T23:59:59.999`).toISOString()

function Form({ onDone }: { onDone: () => void }) {
  const mayAll = useIsPermitted('requests:manage')
  const delegate = useDelegate()
  const [whose, setWhose] = useState<Whose>('mine')
  const [person, setPerson] = useState<PrincipalRef>()
  const [other, setOther] = useState<PrincipalRef>()
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const ready = other !== undefined && (whose === 'mine' || person !== undefined)
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || delegate.isPending) return
        delegate.mutate(
          {
            ...(whose === 'other' && person && { personId: person.id }),
            delegateId: other.id,
            ...(from !== '' && { from: startOf(from) }),
            until: until === '' ? null : endOf(until),
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
      {mayAll && (
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
        chosen={other}
        onChoose={setOther}
        except={person && whose === 'other' ? [person.id] : []}
      />
      <div className="settings-two">
        <TextField label={words.fromField} note={words.fromNote} type="date" value={from} onChange={setFrom} />
        <TextField label={words.untilField} note={words.untilNote} type="date" value={until} onChange={setUntil} />
      </div>
      {delegate.isError && (
        <Banner kind="error" title={words.refused}>
          {asProblem(delegate.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={delegate.isPending}>
        {other ? words.saveName(other.name) : words.save}
      </Button>
    </form>
  )
}
