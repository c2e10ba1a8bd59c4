import { useState } from 'react'
import type { PlannedScan, PolicyExpression } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { parseDays } from './parse-days.ts'
import { ExpressionEditor, isComplete } from './expression-editor.tsx'
import { usePolicies } from './queries.ts'
import { cronOf, recurrenceOf } from './recurrence.ts'
import { RecurrenceFields } from './recurrence-fields.tsx'
import { useSavePlannedScan } from './scan-queries.ts'
import { text } from './scans-text.ts'

const everyone: PolicyExpression = { operator: 'ALL', operand: [] }
const byDepartment: PolicyExpression = {
  operator: 'AND',
  operand: [{ operator: 'EQUALS', operand: { targetName: 'department', targetValue: '' } }],
}
const fieldsWithError = ['name', 'schedule/cron', 'schedule/timeZone']

/** Creates or changes a scheduled scan. */
export function ScanForm({ scan, onDone }: { scan?: PlannedScan; onDone: () => void }) {
  const save = useSavePlannedScan(scan)
  const [name, setName] = useState(scan?.name ?? '')
  const [target, setTarget] = useState(scan?.target ?? everyone)
  const [chosen, setChosen] = useState<readonly string[] | null>(
    scan && scan.policies.length > 0 ? scan.policies.map(({ id }) => id) : null,
  )
  const [recurrence, setRecurrence] = useState(recurrenceOf(scan?.schedule.cron ?? '0 6 * * 1'))
  const [zone, setZone] = useState(
    scan ? (scan.schedule.timeZone ?? '') : Intl.DateTimeFormat().resolvedOptions().timeZone,
  )
  const [days, setDays] = useState(String(scan?.expirationDays ?? ''))
  const [active, setActive] = useState(scan?.active ?? true)
  const expirationDays = parseDays(days)
  const problem = save.isError ? asProblem(save.error) : undefined
  const isValidRecurrence = recurrence.day >= 1 && recurrence.day <= 28 && /^\d\d:\d\d$/.test(recurrence.time)
  const ready =
    name.trim() !== '' &&
    (isEverybody(target) || isComplete(target)) &&
    (chosen === null || chosen.length > 0) &&
    (recurrence.every === 'cron' ? recurrence.cron.trim() !== '' : isValidRecurrence) &&
    expirationDays !== undefined
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        const schedule = { cron: cronOf(recurrence), timeZone: zone.trim() === '' ? null : zone.trim() }
        const input = { name: name.trim(), target, policyIds: [...(chosen ?? [])], expirationDays, schedule, active }
        save.mutate(input, {
          onSuccess: () => {
            toast({ kind: 'done', message: text.saved })
            onDone()
          },
        })
      }}
    >
      <TextField
        label={text.name}
        value={name}
        onChange={setName}
        maxLength={200}
        autoFocus
        isRequired
        error={problem?.errorAt('#/name')}
      />
      <RecurrenceFields
        rhythm={recurrence}
        onRecurrence={setRecurrence}
        zone={zone}
        onZone={setZone}
        problem={problem}
      />
      <Select
        label={text.people}
        value={isEverybody(target) ? 'everybody' : 'some'}
        options={(['everybody', 'some'] as const).map((value) => ({ value, title: text.peopleOptions[value] }))}
        onChange={(value) => setTarget(value === 'everybody' ? everyone : byDepartment)}
      />
      {!isEverybody(target) && (
        <div>
          <span className="field-label">{text.target}</span>
          <ExpressionEditor expression={target} onChange={setTarget} />
        </div>
      )}
      <Select
        label={text.against}
        value={chosen === null ? 'all' : 'some'}
        options={(['all', 'some'] as const).map((value) => ({ value, title: text.policyOptions[value] }))}
        onChange={(value) => setChosen(value === 'all' ? null : [])}
      />
      {chosen !== null && <Policies chosen={chosen} onChange={setChosen} />}
      <TextField
        label={text.ownDays}
        note={text.ownDaysNote}
        value={days}
        onChange={setDays}
        inputMode="numeric"
        {...(expirationDays === undefined && { error: text.daysWrong })}
      />
      <Checkbox isSelected={active} onChange={setActive}>
        {text.active}
      </Checkbox>
      {problem && !fieldsWithError.some((field) => problem.errorAt(`#/${field}`)) && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={save.isPending}>
        {text.save}
      </Button>
    </form>
  )
}

const isEverybody = ({ operator }: PolicyExpression): boolean => operator === 'ALL'

function Policies({ chosen, onChange }: { chosen: readonly string[]; onChange: (chosen: readonly string[]) => void }) {
  const policiesQuery = usePolicies()
  return (
    <fieldset className="stack-dense scan-policies">
      <legend className="visually-hidden">{text.policies}</legend>
      {policiesQuery.data?.length === 0 && <p className="muted">{text.noPolicies}</p>}
      {policiesQuery.data?.map(({ id, name, active }) => (
        <Checkbox
          key={id}
          isSelected={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}
        >
          {active ? name : text.disabledPolicy(name)}
        </Checkbox>
      ))}
    </fieldset>
  )
}
