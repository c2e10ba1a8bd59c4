import { useState } from 'react'
import type { ApproverPreview, PrincipalRef } from '../../../contract/catalogue.ts'
import type { z } from 'zod'
import { asProblem } from '../../api/problem.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { decidersOf, type ItemDraft } from './item-draft.ts'
import { useTryApprovers } from './queries.ts'
import { text } from './text.ts'

type Preview = z.infer<typeof ApproverPreview>

/** An approval chain in one sentence. */
export const previewText = ({ levels, parallel, provisioner }: Preview): string => {
  const names = levels.map(({ approver }) => approver.name)
  const decide =
    names.length === 0 ? text.previewNone : parallel ? text.previewParallel(names) : text.previewLevels(names)
  return provisioner ? `${decide} ${text.provisionedBy(provisioner.name)}` : decide
}

/** Previews the approvers of an unsaved item for a person. */
export function ApproverPreviewField({ id, draft }: { id: string; draft: ItemDraft }) {
  const [person, setPerson] = useState<PrincipalRef>()
  const tryApproversQuery = useTryApprovers(id, person?.id, decidersOf(draft))
  const add = tryApproversQuery.data && previewText(tryApproversQuery.data.add)
  const remove = tryApproversQuery.data && previewText(tryApproversQuery.data.remove)
  return (
    <section className="stack-tight approver-preview" aria-label={text.preview}>
      <PrincipalField
        label={text.preview}
        kind="person"
        value={person}
        onChange={setPerson}
        emptyText={text.previewNoPerson}
        clear={text.previewClear}
      />
      {person && tryApproversQuery.isError && (
        <p className="field-error">{asProblem(tryApproversQuery.error).detail}</p>
      )}
      {person && add && (
        <div role="status">
          <p>
            <strong>{text.toAdd}</strong> {add}
          </p>
          <p>
            <strong>{text.toRemove}</strong> {remove === add ? text.same : remove}
          </p>
        </div>
      )}
    </section>
  )
}
