import type { FileGroup } from '../../../contract/applications.ts'
import { type EntitlementField, entitlementFields, type Split } from '../../../contract/row-shapes.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { fieldTitle } from './field-titles.ts'
import { withSplit } from './marked-columns.ts'
import { MarkedColumns } from './marked-columns-part.tsx'
import { RulesPart, type ValueRulesProps } from './rules-part.tsx'
import { ShapeError } from './shape-error.tsx'
import { shapeText as text } from './shape-text.ts'

/** Rules for rows that say more than one thing, or not on every day. */
export function ShapeRules(props: ValueRulesProps) {
  return (
    <>
      {props.group.profile === 'one-row-per-grant' && (
        <>
          <SplitCell {...props} />
          <MarkedColumns {...props} />
        </>
      )}
      <RepeatedColumns {...props} />
      <DateOrder {...props} />
    </>
  )
}

const none = { value: '' as const, title: text.noSplit }

function SplitCell({ group, errorAt, onChange }: ValueRulesProps) {
  const [[field, split] = ['' as const, { by: ',' as const, dn: false }]] = Object.entries(group.split) as [
    EntitlementField,
    Split,
  ][]
  const set = (change: Partial<Split>) => onChange({ split: withSplit(field, { ...split, ...change }) })
  const error = errorAt('split') ?? (field === '' ? undefined : errorAt(`split.${field}`))
  return (
    <RulesPart title={text.split} note={text.splitNote}>
      <div className="rules-fields">
        <Select<EntitlementField | ''>
          label={text.splitField}
          value={field}
          options={[none, ...entitlementFields.map((value) => ({ value, title: fieldTitle(value) }))]}
          onChange={(chosen) => onChange({ split: withSplit(chosen, split) })}
        />
        {field !== '' && (
          <Select<Split['by']>
            label={text.splitBy}
            value={split.by}
            options={(Object.keys(text.valueDelimiters) as Split['by'][]).map((value) => ({
              value,
              title: text.valueDelimiters[value],
            }))}
            onChange={(by) => set({ by })}
          />
        )}
      </div>
      {field !== '' && (
        <Checkbox isSelected={split.dn} onChange={(dn) => set({ dn })}>
          {text.dn} <span className="muted">{text.dnNote}</span>
        </Checkbox>
      )}
      <ShapeError message={error} />
    </RulesPart>
  )
}

function RepeatedColumns({ group, errorAt, onChange }: ValueRulesProps) {
  const { fillDown } = group
  const columns = [...new Set([...Object.values(group.columns), ...group.ignoredColumns, ...fillDown])]
  if (columns.length === 0) return null
  return (
    <RulesPart title={text.repeated} note={text.repeatedNote}>
      <div className="rules-columns">
        {columns.map((name) => (
          <Checkbox
            key={name}
            isSelected={fillDown.includes(name)}
            onChange={(on) =>
              onChange({ fillDown: on ? [...fillDown, name] : fillDown.filter((other) => other !== name) })
            }
          >
            {name}
          </Checkbox>
        ))}
      </div>
      <ShapeError message={fillDown.map((_, at) => errorAt(`fillDown.${at}`)).find(Boolean)} />
    </RulesPart>
  )
}

const orders = Object.keys(text.dateOrders) as (keyof typeof text.dateOrders)[]

function DateOrder({ group, onChange }: ValueRulesProps) {
  const isUsed = (['validFrom', 'validUntil', 'positionStart'] as const).some((field) => field in group.columns)
  if (!isUsed && group.dateOrder === null) return null
  return (
    <RulesPart title={text.dates} note={text.datesNote}>
      <div className="rules-fields">
        <Select
          label={text.dateOrder}
          value={group.dateOrder ?? 'detect'}
          options={orders.map((value) => ({ value, title: text.dateOrders[value] }))}
          onChange={(order) => onChange({ dateOrder: order === 'detect' ? null : order } satisfies Partial<FileGroup>)}
        />
      </div>
    </RulesPart>
  )
}
