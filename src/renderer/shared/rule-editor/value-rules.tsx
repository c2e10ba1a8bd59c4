import { useState } from 'react'
import { type ExtractField, extractFields, type FileGroup } from '../../../contract/applications.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldTitle } from './field-titles.ts'
import { NameTransforms } from './name-transforms.tsx'
import { RulesPart, type ValueRulesProps } from './rules-part.tsx'
import { text } from './text.ts'
import { WordLists } from './word-lists.tsx'

const fieldOptions = (Object.keys(extractFields) as ExtractField[]).map((value) => ({
  value,
  title: fieldTitle(value),
}))

/** Rules for values: defaults, value mapping and row filters. */
export function ValueRules(props: ValueRulesProps) {
  return (
    <>
      <Constants {...props} />
      <NameTransforms {...props} />
      <Translations {...props} />
      <Filters {...props} />
      <WordLists {...props} />
    </>
  )
}

function Constants({ group, errorAt, onChange }: ValueRulesProps) {
  const entries = Object.entries(group.constants) as [ExtractField, string][]
  const free = fieldOptions.find(({ value }) => !(value in group.constants))
  const set = (next: [ExtractField, string][]) => onChange({ constants: Object.fromEntries(next) })
  return (
    <RulesPart title={text.defaults} note={text.defaultsNote}>
      {entries.map(([field, value], index) => (
        <div className="rules-line" key={field}>
          <Select<ExtractField>
            label={text.field}
            hideLabel={index > 0}
            value={field}
            options={fieldOptions.filter((option) => option.value === field || !(option.value in group.constants))}
            onChange={(chosen) => set(entries.map((entry, i) => (i === index ? [chosen, value] : entry)))}
          />
          <TextField
            label={text.value}
            aria-label={`${text.value}: ${fieldTitle(field)}`}
            value={value}
            error={errorAt(`constants.${field}`)}
            onChange={(typed) => set(entries.map((entry, i) => (i === index ? [field, typed] : entry)))}
            maxLength={1000}
            autoComplete="off"
          />
          <span />
          <Remove itemName={fieldTitle(field)} onPress={() => set(entries.filter((_, i) => i !== index))} />
        </div>
      ))}
      <div>
        <Button icon="plus" isDisabled={!free} onPress={() => free && set([...entries, [free.value, '']])}>
          {text.addDefault}
        </Button>
      </div>
    </RulesPart>
  )
}

interface Line {
  readonly field: ExtractField
  readonly from: string
  readonly to: string
}

const linesOf = (maps: FileGroup['valueMaps']): Line[] =>
  (Object.entries(maps) as [ExtractField, Record<string, string>][]).flatMap(([field, map]) =>
    Object.entries(map).map(([from, to]) => ({ field, from, to })),
  )

function mapsOf(lines: readonly Line[]): FileGroup['valueMaps'] {
  const maps: Partial<Record<ExtractField, Record<string, string>>> = {}
  for (const { field, from, to } of lines) maps[field] = { ...maps[field], [from]: to }
  return maps
}

/** Keeps the lines as typed: two lines for the same value merge only in the rules. */
function Translations({ group, errorAt, onChange }: ValueRulesProps) {
  const saved = linesOf(group.valueMaps)
  const [typed, setTyped] = useState<readonly Line[]>()
  const lines = typed && JSON.stringify(mapsOf(typed)) === JSON.stringify(group.valueMaps) ? typed : saved
  const set = (next: readonly Line[]) => {
    setTyped(next)
    onChange({ valueMaps: mapsOf(next) })
  }
  const change = (index: number, part: Partial<Line>) =>
    set(lines.map((line, i) => (i === index ? { ...line, ...part } : line)))
  return (
    <RulesPart title={text.valueMapping} note={text.valueMappingNote}>
      {lines.map(({ field, from, to }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line has no id while it is typed
        <div className="rules-line" key={index}>
          <Select<ExtractField>
            label={text.field}
            hideLabel={index > 0}
            value={field}
            options={fieldOptions}
            onChange={(chosen) => change(index, { field: chosen })}
          />
          <TextField
            label={text.fileValue}
            value={from}
            error={errorAt(`valueMaps.${field}`)}
            onChange={(now) => change(index, { from: now })}
            autoComplete="off"
          />
          <TextField
            label={text.replacement}
            value={to}
            onChange={(now) => change(index, { to: now })}
            autoComplete="off"
          />
          <Remove itemName={from || fieldTitle(field)} onPress={() => set(lines.filter((_, i) => i !== index))} />
        </div>
      ))}
      <div>
        <Button icon="plus" onPress={() => set([...lines, { field: 'access', from: '', to: '' }])}>
          {text.addValueMapping}
        </Button>
      </div>
    </RulesPart>
  )
}

const tests = Object.keys(text.tests) as (keyof typeof text.tests)[]

function Filters({ group, errorAt, onChange }: ValueRulesProps) {
  const { filters } = group
  const columns = [
    ...new Set([...Object.values(group.columns), ...group.ignoredColumns, ...filters.map(({ column }) => column)]),
  ]
  const change = (index: number, part: Partial<(typeof filters)[number]>) =>
    onChange({ filters: filters.map((filter, i) => (i === index ? { ...filter, ...part } : filter)) })
  const [first] = columns
  return (
    <RulesPart title={text.filters} note={text.filtersNote}>
      {filters.map(({ column, is, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a filter has no id
        <div className="rules-line" key={index}>
          <Select
            label={text.column}
            hideLabel={index > 0}
            value={column}
            options={columns.map((name) => ({ value: name, title: name }))}
            onChange={(chosen) => change(index, { column: chosen })}
          />
          <Select
            label={text.condition}
            hideLabel={index > 0}
            value={is}
            options={tests.map((test) => ({ value: test, title: text.tests[test] }))}
            onChange={(chosen) => change(index, chosen === 'blank' ? { is: chosen, value: '' } : { is: chosen })}
          />
          {is === 'blank' ? (
            <span />
          ) : (
            <TextField
              label={text.value}
              value={value}
              error={errorAt(`filters.${index}.value`)}
              onChange={(now) => change(index, { value: now })}
              autoComplete="off"
            />
          )}
          <Remove itemName={column} onPress={() => onChange({ filters: filters.filter((_, i) => i !== index) })} />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          isDisabled={first === undefined}
          onPress={() =>
            first !== undefined && onChange({ filters: [...filters, { column: first, is: 'equal-to', value: '' }] })
          }
        >
          {text.addFilter}
        </Button>
      </div>
    </RulesPart>
  )
}

const Remove = ({ itemName, onPress }: { itemName: string; onPress: () => void }) => (
  <IconButton icon="close" label={`${text.remove}: ${itemName}`} onPress={onPress} />
)
