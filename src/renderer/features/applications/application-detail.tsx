import { useState } from 'react'
import type { Application, FileGroup, Rules } from '../../../contract/applications.ts'
import { MappingTable } from '../../rules/mapping-table.tsx'
import { columnsOf, meaningsOf } from '../../rules/meanings.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { moment, number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fromPercent, toPercent, withGroup } from './rules-draft.ts'
import { text } from './text.ts'

export interface ApplicationDetailProps {
  one: Application
  rules: Rules
  onRules: (rules: Rules) => void
}

/** What is known of an application, and the rules its files are read by. */
export function ApplicationDetail({ one, rules, onRules }: ApplicationDetailProps) {
  return (
    <div className="application">
      <header className="application-head">
        <h2 className="truncate">{one.name}</h2>
        {one.archived && <Badge>{text.archived}</Badge>}
      </header>
      <KeyValues
        items={[
          { key: text.facts.accounts, value: number(one.accounts) },
          { key: text.facts.grants, value: number(one.grants) },
          { key: text.facts.generation, value: one.generation === 0 ? text.never : number(one.generation) },
          { key: text.facts.extract, value: one.extractAt ? moment(one.extractAt) : text.never },
          { key: text.facts.priority, value: one.priority },
          { key: text.facts.rules, value: text.facts.version(one.rulesVersion) },
        ]}
      />
      {rules.fileGroups.map((group) => (
        <Group key={group.id} group={group} onChange={(change) => onRules(withGroup(rules, group.id, change))} />
      ))}
      <Policy rules={rules} onRules={onRules} />
    </div>
  )
}

function Group({ group, onChange }: { group: FileGroup; onChange: (change: Partial<FileGroup>) => void }) {
  const [column, setColumn] = useState('')
  const meanings = meaningsOf(group)
  const name = column.trim()
  const add = () => {
    onChange({ ignoredColumns: [...group.ignoredColumns, name] })
    setColumn('')
  }
  return (
    <section className="application-part" aria-label={text.group(group.name)}>
      <h3>{text.group(group.name)}</h3>
      <TextField
        label={text.pattern}
        note={text.patternNote}
        value={group.pattern}
        onChange={(pattern) => onChange({ pattern })}
        maxLength={200}
        autoComplete="off"
        mono
      />
      <MappingTable meanings={meanings} onChange={(changed) => onChange(columnsOf(changed))} />
      <form
        className="application-add"
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== '' && !(name in meanings)) add()
        }}
      >
        <TextField label={text.addColumn} value={column} onChange={setColumn} maxLength={200} autoComplete="off" />
        <Button type="submit" isDisabled={name === '' || name in meanings}>
          {text.add}
        </Button>
      </form>
    </section>
  )
}

function Policy({ rules, onRules }: { rules: Rules; onRules: (rules: Rules) => void }) {
  const { guard } = rules
  const set = (change: Partial<Rules['guard']>) => onRules({ ...rules, guard: { ...guard, ...change } })
  return (
    <section className="application-part" aria-label={text.guard}>
      <h3>{text.guard}</h3>
      <p className="muted">{text.guardNote}</p>
      <div className="application-limits">
        <Figure
          label={text.removalsCount}
          value={guard.removalsCount}
          onChange={(removalsCount) => set({ removalsCount: Math.round(removalsCount) })}
        />
        <Figure
          label={text.removalsShare}
          value={toPercent(guard.removalsShare)}
          onChange={(percent) => set({ removalsShare: fromPercent(percent) })}
        />
        <Figure
          label={text.leastShare}
          value={toPercent(guard.leastShareOfLastFile)}
          onChange={(percent) => set({ leastShareOfLastFile: fromPercent(percent) })}
        />
      </div>
      <Select
        label={text.policy}
        value={rules.apply}
        options={(Object.keys(text.policies) as Rules['apply'][]).map((value) => ({
          value,
          title: text.policies[value],
        }))}
        onChange={(apply) => onRules({ ...rules, apply })}
      />
    </section>
  )
}

/** A number to type. What is no number yet is kept as it was typed, and changes nothing. */
function Figure({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string>()
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={typed ?? String(value)}
      onChange={(now) => {
        setTyped(now)
        const figure = Number(now.replace(',', '.'))
        if (now.trim() !== '' && Number.isFinite(figure) && figure >= 0) onChange(figure)
      }}
      onBlur={() => setTyped(undefined)}
      autoComplete="off"
    />
  )
}
