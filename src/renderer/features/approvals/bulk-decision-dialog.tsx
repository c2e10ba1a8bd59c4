import { useState } from 'react'
import type { ApprovalTask } from '../../../contract/approvals.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useDecideMany } from './queries.ts'
import { text } from './text.ts'

/**
 * Decides several similar tasks with one reason, and shows why some could not be decided.
 * @param tasks a copy from when the dialog was opened, because decided tasks leave the list behind it; empty closes the
 * dialog
 */
export function BulkDecisionDialog({ tasks, onClose }: { tasks: readonly ApprovalTask[]; onClose: () => void }) {
  return (
    <Dialog
      title={text.similarTitle(tasks[0]?.items.map(({ name }) => name).join(', ') ?? '')}
      isOpen={tasks.length > 0}
      onClose={onClose}
      kind="alert"
    >
      <Form tasks={tasks} onClose={onClose} />
    </Dialog>
  )
}

function Form({ tasks, onClose }: { tasks: readonly ApprovalTask[]; onClose: () => void }) {
  const decide = useDecideMany()
  const [excluded, setExcluded] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const chosen = tasks.filter(({ id }) => !excluded.has(id))
  const ready = reason.trim().length >= 3 && chosen.length > 0
  const submit = (all: 'yes' | 'no') =>
    decide.mutate({ tasks: chosen.map(({ id, revision }) => ({ id, revision })), all, comment: reason.trim() })
  const outcome = decide.data
  const results = outcome?.results
  return (
    <div className="stack">
      {outcome && results && (
        <Banner
          kind={outcome.done === results.length ? 'success' : 'info'}
          title={text.similarDone(outcome.done, results.length)}
        />
      )}
      {decide.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(decide.error).detail}
        </Banner>
      )}
      <ul className="bulk-list">
        {tasks.map((task) => {
          const result = results?.find(({ id }) => id === task.id)
          return (
            <li key={task.id}>
              <Checkbox
                isSelected={!excluded.has(task.id)}
                isDisabled={results !== undefined}
                onChange={(on) =>
                  setExcluded((set) => new Set(on ? [...set].filter((id) => id !== task.id) : [...set, task.id]))
                }
              >
                {task.requestee.name}
              </Checkbox>
              <span className="muted truncate">{result?.why ?? task.comment}</span>
            </li>
          )
        })}
      </ul>
      {results ? (
        <Button variant="primary" wide onPress={onClose}>
          {text.close}
        </Button>
      ) : (
        <>
          <TextField label={text.similarReason} value={reason} onChange={setReason} lines={2} maxLength={4000} />
          <div className="form-foot">
            <Button variant="danger" isDisabled={!ready || decide.isPending} onPress={() => submit('no')}>
              {text.denySimilar(chosen.length)}
            </Button>
            <Button variant="primary" isDisabled={!ready} isPending={decide.isPending} onPress={() => submit('yes')}>
              {text.approveSimilar(chosen.length)}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
