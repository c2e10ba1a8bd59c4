import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { ApprovalTask } from '../../../contract/approvals.ts'
import { Button } from '../../ui/button.tsx'
import { text } from './text.ts'

type Outcome = 'approved' | 'rejected' | 'provisioned' | 'not-provisioned'
const choices = {
  approval: ['approved', 'rejected'],
  provisioning: ['provisioned', 'not-provisioned'],
} as const satisfies Record<ApprovalTask['kind'], readonly Outcome[]>

export interface ItemDecisionsProps {
  task: ApprovalTask
  busy: boolean
  onBack: () => void
  onDecide: (items: { itemId: string; outcome: Outcome }[]) => void
}

/** Decides each item of a task. Nothing is sent until all are decided. */
export function ItemDecisions({ task, busy, onBack, onDecide }: ItemDecisionsProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, Outcome>>>({})
  const open = task.items.filter(({ outcome }) => outcome === null)
  const left = open.filter(({ itemId }) => !chosen[itemId]).length
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (left === 0) onDecide(open.map(({ itemId }) => ({ itemId, outcome: chosen[itemId] as Outcome })))
      }}
    >
      {open.map(({ itemId, name }) => (
        <RadioGroup
          key={itemId}
          className="item-decision"
          orientation="horizontal"
          value={chosen[itemId] ?? null}
          onChange={(value) => setChosen((all) => ({ ...all, [itemId]: value as Outcome }))}
        >
          <Label className="truncate">{name}</Label>
          {choices[task.kind].map((value) => (
            <Radio key={value} value={value} className="item-choice">
              {value === 'approved' ? text.approve : value === 'rejected' ? text.deny : text.outcomes[value]}
            </Radio>
          ))}
        </RadioGroup>
      ))}
      <Button type="submit" variant="primary" wide isDisabled={left > 0} isPending={busy}>
        {text.submit}
      </Button>
      {left > 0 && <p className="field-note">{text.undecided(left)}</p>}
      <Button variant="quiet" wide onPress={onBack}>
        {text.approveAll}
      </Button>
    </form>
  )
}
