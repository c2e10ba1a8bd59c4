import { useState } from 'react'
import type { Policy, PolicyExpression } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { emptyCondition, ExpressionEditor, isComplete } from './expression-editor.tsx'
import { useSavePolicy } from './queries.ts'
import { text } from './text.ts'

/** A new policy starts with two conditions, as separation of duties needs. */
const initialExpression: PolicyExpression = { operator: 'AND', operand: [emptyCondition, emptyCondition] }

export function PolicyForm({ policy, onDone }: { policy?: Policy; onDone: (saved: Policy) => void }) {
  const save = useSavePolicy(policy)
  const [name, setName] = useState(policy?.name ?? '')
  const [description, setDescription] = useState(policy?.description ?? '')
  const [risk, setRisk] = useState(String(policy?.riskLevel ?? 5))
  const [active, setActive] = useState(policy?.active ?? true)
  const [expression, setExpression] = useState<PolicyExpression>(policy?.expression ?? initialExpression)
  const ready = name.trim() !== '' && isComplete(expression)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        const input = {
          name: name.trim(),
          description: description.trim(),
          expression,
          riskLevel: Number(risk),
          ownerId: policy?.owner?.id ?? null,
          active,
        }
        save.mutate(input, {
          onSuccess: (saved) => {
            toast({ kind: 'done', message: text.saved })
            onDone(saved)
          },
        })
      }}
    >
      <TextField label={text.name} value={name} onChange={setName} maxLength={200} autoFocus isRequired />
      <TextField label={text.description} value={description} onChange={setDescription} lines={2} maxLength={2000} />
      <div>
        <span className="field-label">{text.expression}</span>
        <ExpressionEditor expression={expression} onChange={setExpression} />
      </div>
      <TextField label={text.riskField} type="number" value={risk} onChange={setRisk} />
      <Checkbox isSelected={active} onChange={setActive}>
        {text.active}
      </Checkbox>
      {save.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(save.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={save.isPending}>
        {text.save}
      </Button>
    </form>
  )
}
