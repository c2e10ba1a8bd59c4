import type { PolicyExpression } from '../../../contract/policies.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useChoices } from './queries.ts'
import { text } from './text.ts'

type Group = Extract<PolicyExpression, { operator: 'AND' | 'OR' | 'NOT' | 'ALL' }>
type Condition = Exclude<PolicyExpression, Group>
const isGroup = (expression: PolicyExpression): expression is Group => Array.isArray(expression.operand)

/** Whether all conditions are filled in. */
export const isComplete = (expression: PolicyExpression): boolean =>
  isGroup(expression)
    ? expression.operator === 'ALL' || (expression.operand.length > 0 && expression.operand.every(isComplete))
    : expression.operand.targetName !== '' &&
      (expression.operator === 'EXISTS' || Boolean(expression.operand.targetValue))

export const emptyCondition: Condition = { operator: 'EQUALS', operand: { targetName: 'roles', targetValue: '' } }
const maxDepth = 3

export interface EditorProps {
  expression: PolicyExpression
  onChange: (expression: PolicyExpression) => void
  depth?: number
}

/** Edits an expression of groups and conditions. */
export function ExpressionEditor({ expression, onChange, depth = 0 }: EditorProps) {
  if (!isGroup(expression)) return <ConditionEditor condition={expression} onChange={onChange} />
  const { operator, operand } = expression
  const replace = (index: number, changed: PolicyExpression) =>
    onChange({ ...expression, operand: operand.map((before, i) => (i === index ? changed : before)) })
  return (
    <fieldset className="condition-group" data-depth={depth}>
      <legend>
        <Select
          label={text.groupLabel}
          hideLabel
          value={operator}
          options={(['AND', 'OR', 'NOT'] as const).map((value) => ({ value, title: text.groups[value] }))}
          onChange={(value) => onChange({ operator: value, operand })}
        />
      </legend>
      <ul>
        {operand.map((part, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- conditions have no id
          <li key={index}>
            <ExpressionEditor expression={part} onChange={(changed) => replace(index, changed)} depth={depth + 1} />
            {operand.length > 1 && (
              <IconButton
                icon="close"
                label={text.removeCondition}
                onPress={() => onChange({ ...expression, operand: operand.filter((_, i) => i !== index) })}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="condition-group-foot">
        <Button
          variant="quiet"
          icon="plus"
          onPress={() => onChange({ ...expression, operand: [...operand, emptyCondition] })}
        >
          {text.addCondition}
        </Button>
        {depth < maxDepth && (
          <Button
            variant="quiet"
            icon="plus"
            onPress={() =>
              onChange({ ...expression, operand: [...operand, { operator: 'OR', operand: [emptyCondition] }] })
            }
          >
            {text.addGroup}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

const otherTarget = 'other…'

function ConditionEditor({ condition, onChange }: { condition: Condition; onChange: (condition: Condition) => void }) {
  const { operator, operand } = condition
  const { targetName, targetValue = '' } = operand
  const isListed = Object.hasOwn(text.targets, targetName)
  const set = (change: Partial<Condition['operand']>) => onChange({ operator, operand: { ...operand, ...change } })
  return (
    <div className="condition">
      <Select
        label={text.attribute}
        hideLabel
        value={isListed ? targetName : otherTarget}
        options={[
          ...Object.entries(text.targets).map(([value, title]) => ({ value, title })),
          { value: otherTarget, title: text.other },
        ]}
        onChange={(value) =>
          onChange({
            operator: 'EQUALS',
            operand: { targetName: value === otherTarget ? 'jobCode' : value, targetValue: '' },
          })
        }
      />
      {!isListed && (
        <TextField label={text.property} value={targetName} onChange={(name) => set({ targetName: name })} />
      )}
      {targetName !== 'roles' && targetName !== 'entitlements' && (
        <Select
          label={text.operator}
          hideLabel
          value={operator}
          options={(['EQUALS', 'CONTAINS', 'STARTS_WITH', 'ENDS_WITH', 'EXISTS'] as const).map((value) => ({
            value,
            title: text.tests[value],
          }))}
          onChange={(value) => onChange({ operator: value, operand })}
        />
      )}
      {targetName === 'roles' || targetName === 'entitlements' ? (
        <ValueChoice
          kind={targetName === 'roles' ? 'roles' : 'items'}
          value={targetValue}
          onChange={(value) => set({ targetValue: value })}
        />
      ) : (
        operator !== 'EXISTS' && (
          <TextField label={text.value} value={targetValue} onChange={(value) => set({ targetValue: value })} />
        )
      )}
    </div>
  )
}

function ValueChoice({
  kind,
  value,
  onChange,
}: {
  kind: 'roles' | 'items'
  value: string
  onChange: (value: string) => void
}) {
  const choicesQuery = useChoices(kind, '')
  const choices = choicesQuery.data ?? []
  const isListed = choices.some(({ id }) => id === value)
  const title = kind === 'roles' ? text.chooseRole : text.chooseItem
  return (
    <Select
      label={title}
      hideLabel
      value={value}
      options={[
        ...(value === '' ? [{ value: '', title }] : isListed ? [] : [{ value, title: value }]),
        ...choices.map(({ id, name }) => ({ value: id, title: name })),
      ]}
      onChange={onChange}
    />
  )
}
