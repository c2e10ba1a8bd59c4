import { useState } from 'react'
import { type Application, FileGroup, Priority, type Rules } from '../../../contract/applications.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { moment, number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { GroupEditor } from './file-group-editor.tsx'
import { Owners } from './owners.tsx'
import { fromPercent, type RulesDraft, toPercent, withGroup } from './rules-draft.ts'
import { ScheduleEditor } from './schedule-editor.tsx'
import { text } from './text.ts'

export interface ApplicationDetailProps {
  application: Application
  draft: RulesDraft
  /** The error of the last attempt to save. */
  refused: ApiProblem | undefined
  onDraft: (change: Partial<Omit<RulesDraft, 'revision'>>) => void
}

/** Facts, owners and import rules of an application. */
export function ApplicationDetail({ application, draft, refused, onDraft }: ApplicationDetailProps) {
  const canWrite = useIsPermitted('applications:write')
  const { rules } = draft
  const onRules = (next: Rules) => onDraft({ rules: next })
  const refusedAt = (pointer: string) => (field: string) =>
    refused?.errorAt(`#/rules/${pointer}/${field.replaceAll('.', '/')}`)
  return (
    <div className="detail application">
      <header className="detail-title">
        <h2 className="truncate">{application.name}</h2>
        {application.archived && <Badge>{text.archived}</Badge>}
      </header>
      <KeyValues
        items={[
          ...(application.kind === 'roster'
            ? [{ key: text.facts.people, value: number(application.accounts) }]
            : [
                { key: text.facts.accounts, value: number(application.accounts) },
                { key: text.facts.grants, value: number(application.grants) },
              ]),
          {
            key: text.facts.generation,
            value: application.generation === 0 ? text.never : number(application.generation),
          },
          { key: text.facts.extract, value: application.extractAt ? moment(application.extractAt) : text.never },
          { key: text.facts.rules, value: text.facts.version(application.rulesVersion) },
        ]}
      />
      {application.kind === 'application' && (
        <p className="section-links">
          <Link href={pages.grants({ application: application.id })}>{text.whoHasAccess}</Link>
          <Link href={pages.accessChanges({ application: application.id })}>{text.whatChanged}</Link>
        </p>
      )}
      <Owners owners={draft.owners} canWrite={canWrite} onChange={(owners) => onDraft({ owners: [...owners] })} />
      <div className="rules-fields">
        <Select
          label={text.priority}
          value={draft.priority}
          options={Priority.options.map((value) => ({ value, title: value }))}
          onChange={(priority) => onDraft({ priority })}
          isDisabled={!canWrite}
        />
      </div>
      <ScheduleEditor application={application} rules={rules} refusedAt={refusedAt('schedule')} onRules={onRules} />
      {rules.fileGroups.map((group, index) => (
        <GroupEditor
          key={group.id}
          applicationId={application.id}
          kind={application.kind}
          group={group}
          refusedAt={refusedAt(`fileGroups/${index}`)}
          {...(rules.fileGroups.length > 1
            ? {
                onRemove: () => onRules({ ...rules, fileGroups: rules.fileGroups.filter(({ id }) => id !== group.id) }),
              }
            : {})}
          onChange={(change) => onRules(withGroup(rules, group.id, change))}
        />
      ))}
      {canWrite && (
        <div>
          <Button
            icon="plus"
            isDisabled={rules.fileGroups.length >= 20}
            onPress={() => onRules({ ...rules, fileGroups: [...rules.fileGroups, newGroup(application, rules)] })}
          >
            {text.addGroup}
          </Button>
        </div>
      )}
      <GuardSettings rules={rules} onRules={onRules} />
    </div>
  )
}

function newGroup({ kind }: Application, rules: Rules): FileGroup {
  const name = text.newGroup(rules.fileGroups.length + 1)
  const profile = kind === 'roster' ? 'hr-roster' : 'one-row-per-grant'
  const pattern = `${name.toLowerCase().replaceAll(' ', '-')}*.csv`
  return FileGroup.parse({ id: crypto.randomUUID(), name, pattern, profile, columns: {} })
}

function GuardSettings({ rules, onRules }: { rules: Rules; onRules: (rules: Rules) => void }) {
  const { guard } = rules
  const set = (change: Partial<Rules['guard']>) => onRules({ ...rules, guard: { ...guard, ...change } })
  return (
    <section className="detail-section" aria-label={text.guard}>
      <h3>{text.guard}</h3>
      <p className="muted">{text.guardNote}</p>
      <div className="application-limits">
        <NumberField
          label={text.removalsCount}
          value={guard.removalsCount}
          onChange={(removalsCount) => set({ removalsCount: Math.round(removalsCount) })}
        />
        <NumberField
          label={text.removalsShare}
          value={toPercent(guard.removalsShare)}
          onChange={(percent) => set({ removalsShare: fromPercent(percent) })}
        />
        <NumberField
          label={text.leastShare}
          value={toPercent(guard.leastShareOfLastFile)}
          onChange={(percent) => set({ leastShareOfLastFile: fromPercent(percent) })}
        />
      </div>
      <Select
        label={text.appliedBy}
        value={rules.apply}
        options={(Object.keys(text.appliedByOptions) as Rules['apply'][]).map((value) => ({
          value,
          title: text.appliedByOptions[value],
        }))}
        onChange={(apply) => onRules({ ...rules, apply })}
      />
    </section>
  )
}

/** A number field. Invalid input stays visible and changes nothing. */
function NumberField({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string>()
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={typed ?? String(value)}
      onChange={(input) => {
        setTyped(input)
        const figure = Number(input.replace(',', '.'))
        if (input.trim() !== '' && Number.isFinite(figure) && figure >= 0) onChange(figure)
      }}
      onBlur={() => setTyped(undefined)}
      autoComplete="off"
    />
  )
}
