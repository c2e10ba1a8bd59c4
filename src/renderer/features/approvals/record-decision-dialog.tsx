import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import type { ApprovalTask } from '../../../contract/approvals.ts'
import { contentOf } from '../../api/file-content.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useRecord } from './queries.ts'
import { text } from './text.ts'

/** Records a decision that was made by mail or on paper, with a file as evidence. */
export function RecordDecisionDialog({
  task,
  isOpen,
  onClose,
}: {
  task: ApprovalTask
  isOpen: boolean
  onClose: () => void
}) {
  return (
    <Dialog title={text.record} isOpen={isOpen} onClose={onClose}>
      <Form task={task} onDone={onClose} />
    </Dialog>
  )
}

function Form({ task, onDone }: { task: ApprovalTask; onDone: () => void }) {
  const record = useRecord(task)
  const [decider, setDecider] = useState<PrincipalRef>()
  const [file, setFile] = useState<File>()
  const [comment, setComment] = useState('')
  const submit = async (all: 'yes' | 'no') => {
    if (!decider || !file) return
    const evidence = await contentOf(file)
    record.mutate({ decider: decider.id, all, comment: comment.trim(), evidence }, { onSuccess: onDone })
  }
  const ready = decider !== undefined && file !== undefined
  return (
    <div className="stack">
      <p className="muted">{text.recordNote}</p>
      <PrincipalPicker
        label={text.whoDecided}
        kind="person"
        chosen={decider}
        onChoose={setDecider}
        except={[task.requestee.id, task.requester?.id ?? '']}
      />
      <FileTrigger onSelect={(files) => setFile(files?.[0])}>
        <Button icon="file">{file?.name ?? text.evidence}</Button>
      </FileTrigger>
      <TextField label={text.comment} value={comment} onChange={setComment} lines={2} maxLength={4000} />
      {record.isError && <Banner kind="error" title={asProblem(record.error).detail} />}
      <div className="form-foot">
        <Button variant="danger" isDisabled={!ready || record.isPending} onPress={() => void submit('no')}>
          {text.recordAction.no}
        </Button>
        <Button variant="primary" isDisabled={!ready} isPending={record.isPending} onPress={() => void submit('yes')}>
          {text.recordAction.yes}
        </Button>
      </div>
    </div>
  )
}
