import { useState } from 'react'
import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { ChainField } from './chain-field.tsx'
import { changeOf, type ItemDraft, itemDraftOf, invalidFields } from './item-draft.ts'
import { useFields, useSaveItem } from './queries.ts'
import { text } from './text.ts'
import { ApproverPreviewField } from './approver-preview.tsx'

/** The form of a catalogue item. */
export function ItemForm({ item, onDone }: { item: CatalogueItem; onDone: () => void }) {
  const save = useSaveItem(item)
  const [draft, setDraft] = useState(() => itemDraftOf(item))
  const set = (part: Partial<ItemDraft>) => setDraft({ ...draft, ...part })
  const wrong = invalidFields(draft)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong.size > 0 || save.isPending) return
        save.mutate(changeOf(item.kind, draft), {
          onSuccess: () => {
            toast({ kind: 'done', message: text.saved })
            onDone()
          },
        })
      }}
    >
      <TextField
        label={text.name}
        value={draft.name}
        onChange={(name) => set({ name })}
        maxLength={200}
        isRequired
        autoFocus
      />
      <TextField
        label={text.description}
        value={draft.description}
        onChange={(description) => set({ description })}
        lines={2}
        maxLength={2000}
      />
      {item.kind !== 'bundle' && <Rules item={item} draft={draft} set={set} />}
      {save.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(save.error).status === 412 ? text.stale : asProblem(save.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isPending={save.isPending} isDisabled={wrong.size > 0}>
        {text.save}
      </Button>
    </form>
  )
}

interface PartProps {
  item: CatalogueItem
  draft: ItemDraft
  set: (part: Partial<ItemDraft>) => void
}

function Rules({ item, draft, set }: PartProps) {
  const isInternal = item.kind !== 'entitlement'
  return (
    <>
      <Checkbox isSelected={draft.requestable} onChange={(requestable) => set({ requestable })}>
        {text.requestable}
      </Checkbox>
      <TextField
        label={text.riskField}
        inputMode="numeric"
        value={draft.risk}
        error={invalidFields(draft).has('risk') && text.riskWrong}
        onChange={(risk) => set({ risk })}
      />
      <div className="item-form-columns">
        <PrincipalField
          label={text.owner}
          value={draft.owner}
          onChange={(owner) => set({ owner })}
          emptyText={text.noneChosen}
          clear={text.clearOwner}
        />
        <PrincipalField
          label={text.provisioner}
          value={draft.provisioner}
          onChange={(provisioner) => set({ provisioner })}
          emptyText={isInternal ? text.castellan : text.noneChosen}
          {...(isInternal && { clear: text.useCastellan })}
        />
      </div>
      <ChainField
        label={text.chain}
        modes={text.chainField.modes}
        notes={text.chainField.notes}
        value={draft.approvers}
        onChange={(approvers) => set({ approvers })}
      />
      <ChainField
        label={text.removalChain}
        modes={text.chainField.removalModes}
        notes={text.chainField.removalNotes}
        value={draft.removal}
        onChange={(removal) => set({ removal })}
      />
      <Checkbox isSelected={draft.parallel} onChange={(parallel) => set({ parallel })}>
        {text.parallel}
      </Checkbox>
      <ApproverPreviewField id={item.id} draft={draft} />
      <RequestFieldChoice draft={draft} set={set} />
    </>
  )
}

function RequestFieldChoice({ draft: { asks }, set }: Omit<PartProps, 'item'>) {
  const fields = useFields()
  return (
    <div role="group" aria-label={text.requestFields} className="stack-tight">
      <span className="field-label">{text.requestFields}</span>
      {fields.data?.length === 0 && <span className="muted">{text.noRequestFields}</span>}
      {fields.data?.map((field) => (
        <Checkbox
          key={field.id}
          isSelected={asks.includes(field.name)}
          onChange={(on) =>
            set({ asks: on ? [...asks, field.name] : asks.filter((fieldName) => fieldName !== field.name) })
          }
        >
          {field.name}
        </Checkbox>
      ))}
    </div>
  )
}
