import { useState } from 'react'
import type { PlannedScan } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { parseDays } from './parse-days.ts'
import { ExpressionEditor } from './expression-editor.tsx'
import { usePolicies } from './queries.ts'
import { RecurrenceFields } from './recurrence-fields.tsx'
import { byDepartment, everyone, isEverybody, type ScanDraft, scanDraftOf, scanInputOf } from './scan-draft.ts'
import { useSavePlannedScan } from './scan-queries.ts'
import { text } from './scans-text.ts'

const fieldsWithError = ['name', 'schedule/cron', 'schedule/timeZone']

/** Creates or changes a scheduled scan. */
export function ScanForm({ scan, onDone }: { scan?: PlannedScan; onDone: () => void }) {
  const save = useSavePlannedScan(scan)
  const [draft, setDraft] = useState(() => scanDraftOf(scan))
  const set = (change: Partial<ScanDraft>) => setDraft({ ...draft, ...change })
  const input = scanInputOf(draft)
  const problem = save.isError ? asProblem(save.error) : undefined
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!input) return
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
        value={draft.name}
        onChange={(name) => set({ name })}
        maxLength={200}
        autoFocus
        isRequired
        error={problem?.errorAt('#/name')}
      />
      <RecurrenceFields
        recurrence={draft.recurrence}
        onRecurrence={(recurrence) => set({ recurrence })}
        zone={draft.zone}
        onZone={(zone) => set({ zone })}
        problem={problem}
      />
      <TargetFields {...{ draft, set }} />
      <TextField
        label={text.ownDays}
        note={text.ownDaysNote}
        value={draft.days}
        onChange={(days) => set({ days })}
        inputMode="numeric"
        {...(parseDays(draft.days) === undefined && { error: text.daysWrong })}
      />
      <Checkbox isSelected={draft.active} onChange={(active) => set({ active })}>
        {text.active}
      </Checkbox>
      {problem && !fieldsWithError.some((field) => problem.errorAt(`#/${field}`)) && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!input} isPending={save.isPending}>
        {text.save}
      </Button>
    </form>
  )
}

/** Who is scanned, against which policies. */
function TargetFields({ draft, set }: { draft: ScanDraft; set: (change: Partial<ScanDraft>) => void }) {
  const { target, policyIds } = draft
  return (
    <>
      <Select
        label={text.people}
        value={isEverybody(target) ? 'everybody' : 'some'}
        options={(['everybody', 'some'] as const).map((value) => ({ value, title: text.peopleOptions[value] }))}
        onChange={(value) => set({ target: value === 'everybody' ? everyone : byDepartment })}
      />
      {!isEverybody(target) && (
        <div>
          <span className="field-label">{text.target}</span>
          <ExpressionEditor expression={target} onChange={(target) => set({ target })} />
        </div>
      )}
      <Select
        label={text.against}
        value={policyIds === null ? 'all' : 'some'}
        options={(['all', 'some'] as const).map((value) => ({ value, title: text.policyOptions[value] }))}
        onChange={(value) => set({ policyIds: value === 'all' ? null : [] })}
      />
      {policyIds !== null && <Policies chosen={policyIds} onChange={(policyIds) => set({ policyIds })} />}
    </>
  )
}

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
