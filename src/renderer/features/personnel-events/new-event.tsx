import { useState } from 'react'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { EventKind, type EventPerson } from '../../../contract/personnel-events.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { EventDates, type Dates, noDates } from './event-dates.tsx'
import { PersonFields } from './person-fields.tsx'
import { usePersonNamed } from './person-named.ts'
import { useReport } from './queries.ts'
import { text } from './text.ts'

/** The form that reports who joins, moves, leaves or goes on leave. */
export function NewEvent() {
  const kind = EventKind.catch('offboard').parse(useSearchParam('kind'))
  const named = usePersonNamed(useSearchParam('for')).data
  const [chosen, setChosen] = useState<PrincipalRef>()
  const person = chosen ?? named
  const [values, setValues] = useState<EventPerson>({})
  const [supervisor, setSupervisor] = useState<PrincipalRef>()
  const [dates, setDates] = useState<Dates>(noDates)
  const [comment, setComment] = useState('')
  const report = useReport()
  const from = usePath()
  const isNew = kind === 'onboard'
  const ready =
    dates.effectiveOn !== '' && (isNew ? Boolean(values.firstName && values.lastName) : person !== undefined)
  const submit = () => {
    const { late } = dates
    report.mutate(
      {
        kind,
        personId: isNew ? null : (person?.id ?? null),
        person:
          isNew || kind === 'role-transition'
            ? { ...stated(values), ...(supervisor && { supervisorId: supervisor.id }) }
            : {},
        effectiveOn: dates.effectiveOn,
        effectiveTime: dates.effectiveTime || null,
        endOn: dates.endOn || null,
        late: late === null ? null : { trueSince: late.trueSince, reason: late.reason },
        comment: comment.trim(),
      },
      {
        onSuccess: ({ event }) => {
          toast({ kind: 'done', message: text.submitted(text.kinds[event.kind], event.personName) })
          navigate(pages.event(event.id), { from })
        },
      },
    )
  }
  return (
    <form
      className="event-form"
      aria-label={text.new}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) submit()
      }}
    >
      <FilterBar<EventKind>
        label={text.kind}
        entries={EventKind.options.map((id) => ({ id, title: text.kinds[id] }))}
        selected={kind}
        onSelect={(next) => setSearchParams({ kind: next })}
      />
      {!isNew && (
        <PrincipalField
          label={text.person}
          kind="person"
          value={person}
          onChange={setChosen}
          emptyText={text.choosePerson}
        />
      )}
      {(isNew || kind === 'role-transition') && (
        <PersonFields
          isNew={isNew}
          values={values}
          onChange={setValues}
          supervisor={supervisor}
          onSupervisor={setSupervisor}
        />
      )}
      <EventDates kind={kind} dates={dates} onChange={setDates} />
      <LateNotice dates={dates} onChange={setDates} />
      <TextField label={text.reason} value={comment} onChange={setComment} lines={3} maxLength={4000} />
      {report.isError && (
        <Banner kind="error" title={text.notSubmitted}>
          {asProblem(report.error).detail}
        </Banner>
      )}
      <div className="form-foot">
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={report.isPending}>
          {text.submit}
        </Button>
      </div>
    </form>
  )
}

function LateNotice({ dates, onChange }: { dates: Dates; onChange: (dates: Dates) => void }) {
  const { late } = dates
  return (
    <div className="stack-tight">
      <Checkbox
        isSelected={late !== null}
        onChange={(on) => onChange({ ...dates, late: on ? { trueSince: '', reason: '' } : null })}
      >
        {text.isLate}
      </Checkbox>
      {late && (
        <div className="event-fields">
          <TextField
            label={text.trueSince}
            type="date"
            value={late.trueSince}
            onChange={(trueSince) => onChange({ ...dates, late: { ...late, trueSince } })}
          />
          <TextField
            label={text.lateReason}
            value={late.reason}
            onChange={(reason) => onChange({ ...dates, late: { ...late, reason } })}
          />
        </div>
      )}
    </div>
  )
}

/** The fields that say something. */
const stated = (values: EventPerson): EventPerson =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
