import { entitlementFields, type Unpivot } from '../../../contract/row-shapes.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { fieldTitle } from './field-titles.ts'
import {
  markableColumns,
  markedColumns,
  type MarkedScope,
  scopeOf,
  withMarkedColumn,
  withScope,
} from './marked-columns.ts'
import { RulesPart, type ValueRulesProps } from './rules-part.tsx'
import { ShapeError } from './shape-error.tsx'
import { shapeText as text } from './shape-text.ts'
import { WordList } from './word-lists.tsx'

const scopes = Object.keys(text.scopes) as MarkedScope[]

/** Columns that stand for a permission each, and what the marks in them mean. */
export function MarkedColumns(props: ValueRulesProps) {
  const { group, errorAt, onChange } = props
  const markable = markableColumns(group)
  const scope = scopeOf(group)
  const offered = scopes.filter((value) => value !== 'chosen' || scope === 'chosen' || markable.length > 0)
  const problems = ['unpivot', 'unpivot.field', ...markedColumns(group).map((_, at) => `unpivot.columns.${at}`)]
  return (
    <RulesPart title={text.marked} note={text.markedNote}>
      <div className="rules-fields">
        <Select<MarkedScope>
          label={text.markedColumns}
          value={scope}
          options={offered.map((value) => ({ value, title: text.scopes[value] }))}
          onChange={(chosen) => onChange(withScope(group, chosen))}
        />
      </div>
      {scope === 'chosen' && (
        <div className="rules-columns">
          {markable.map((name) => (
            <Checkbox
              key={name}
              isSelected={markedColumns(group).includes(name)}
              onChange={(on) => onChange(withMarkedColumn(group, name, on))}
            >
              {name}
            </Checkbox>
          ))}
        </div>
      )}
      {group.unpivot && <Marks {...props} unpivot={group.unpivot} />}
      <ShapeError message={problems.map(errorAt).find(Boolean)} />
    </RulesPart>
  )
}

function Marks({ unpivot, errorAt, onChange }: ValueRulesProps & { unpivot: Unpivot }) {
  const { marks } = unpivot
  const set = (change: Partial<Unpivot>) => onChange({ unpivot: { ...unpivot, ...change } })
  const isBlankNo = marks.no.includes('')
  const words = marks.no.filter((mark) => mark !== '')
  const setNo = (no: readonly string[], isBlank: boolean) =>
    set({ marks: { ...marks, no: [...(isBlank ? [''] : []), ...no] } })
  return (
    <>
      <div className="rules-fields">
        <WordList
          label={text.yes}
          words={marks.yes}
          error={errorAt('unpivot.marks.yes')}
          onChange={(yes) => set({ marks: { ...marks, yes } })}
        />
        <WordList
          label={text.no}
          words={words}
          error={errorAt('unpivot.marks.no')}
          onChange={(no) => setNo(no, isBlankNo)}
        />
        <Select<Unpivot['other']>
          label={text.other}
          value={unpivot.other}
          options={(['unreadable', 'access'] as const).map((value) => ({ value, title: text.others[value] }))}
          onChange={(other) => set({ other })}
        />
        <Select<Unpivot['field']>
          label={text.markedField}
          value={unpivot.field}
          options={entitlementFields.map((value) => ({ value, title: fieldTitle(value) }))}
          onChange={(field) => set({ field })}
        />
      </div>
      <Checkbox isSelected={isBlankNo} onChange={(isBlank) => setNo(words, isBlank)}>
        {text.blankIsNo}
      </Checkbox>
    </>
  )
}
