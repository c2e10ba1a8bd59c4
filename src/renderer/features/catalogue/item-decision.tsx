import { useState } from 'react'
import type { CatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { ChangeOrRemove } from '../../change-or-remove.tsx'
import { PrincipalPicker } from '../../principal-picker.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useMay } from '../../use-may.ts'
import { useFields, useItem, useRemoveItem, useSaveItem } from './queries.ts'
import { text } from './text.ts'

/** Owner, chain, risk and questions of an item; or out of the catalogue with it. */
export function ItemDecision({ id }: { id: string }) {
  const found = useItem(id)
  const may = useMay('catalogue:write')
  if (!found.data || found.data.id !== id) return null
  if (!may) return <p className="item-do muted">{text.mayNot}</p>
  return <Do key={found.data.revision} item={found.data} />
}

function Do({ item }: { item: CatalogueItem }) {
  const remove = useRemoveItem(item)
  return (
    <div className="item-do">
      <ChangeOrRemove name={item.name} words={text} remove={remove} after="/catalogue">
        {(close) => <Form item={item} onDone={close} />}
      </ChangeOrRemove>
    </div>
  )
}

const linesOf = (words: string): string[] =>
  words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function Form({ item, onDone }: { item: CatalogueItem; onDone: () => void }) {
  const save = useSaveItem(item)
  const fields = useFields()
  const [name, setName] = useState(item.name)
  const [description, setDescription] = useState(item.description)
  const [requestable, setRequestable] = useState(item.requestable)
  const [risk, setRisk] = useState(item.riskLevel === null ? '' : String(item.riskLevel))
  const [owner, setOwner] = useState<PrincipalRef | undefined>(item.owner ?? undefined)
  const [provisioner, setProvisioner] = useState<PrincipalRef | undefined>(item.provisioner ?? undefined)
  const [approvers, setApprovers] = useState(item.approvers?.map(({ word }) => word).join('\n') ?? '')
  const [nobody, setNobody] = useState(item.approvers?.length === 0)
  const [parallel, setParallel] = useState(item.parallel)
  const [asks, setAsks] = useState<readonly string[]>(item.requestFields)
  const isBundle = item.kind === 'bundle'
  return (
    <form
      className="item-form"
      onSubmit={(event) => {
        event.preventDefault()
        const words = linesOf(approvers)
        save.mutate(
          {
            name: name.trim(),
            description: description.trim(),
            ...(isBundle
              ? {}
              : {
                  requestable,
                  riskLevel: risk === '' ? null : Number(risk),
                  ownerId: owner?.id ?? null,
                  provisionerId: provisioner?.id ?? null,
                  approvers: nobody ? [] : words.length === 0 ? null : words,
                  parallel,
                  requestFields: [...asks],
                }),
          },
          {
            onSuccess: () => {
              toast({ kind: 'done', message: text.saved })
              onDone()
            },
          },
        )
      }}
    >
      <TextField label={text.name} value={name} onChange={setName} maxLength={200} isRequired />
      <TextField label={text.description} value={description} onChange={setDescription} lines={2} maxLength={2000} />
      {!isBundle && (
        <>
          <Checkbox isSelected={requestable} onChange={setRequestable}>
            {text.requestable}
          </Checkbox>
          <TextField label={text.riskField} type="number" value={risk} onChange={setRisk} />
          <div className="item-form-two">
            <PrincipalPicker
              label={`${text.owner}: ${owner?.name ?? text.nobody}`}
              chosen={owner}
              onChoose={setOwner}
            />
            <PrincipalPicker
              label={`${text.provisioner}: ${provisioner?.name ?? text.castellan}`}
              chosen={provisioner}
              onChoose={setProvisioner}
            />
          </div>
          <Checkbox isSelected={nobody} onChange={setNobody}>
            {text.needsNobody}
          </Checkbox>
          {!nobody && (
            <TextField
              label={text.approversField}
              note={text.approversNote}
              value={approvers}
              onChange={setApprovers}
              lines={3}
              mono
            />
          )}
          <Checkbox isSelected={parallel} onChange={setParallel}>
            {text.parallel}
          </Checkbox>
          <div role="group" aria-label={text.asks} className="item-asks">
            <span className="field-label">{text.asks}</span>
            {fields.data?.length === 0 && <span className="muted">{text.asksNone}</span>}
            {fields.data?.map((field) => (
              <Checkbox
                key={field.id}
                isSelected={asks.includes(field.name)}
                onChange={(on) => setAsks(on ? [...asks, field.name] : asks.filter((one) => one !== field.name))}
              >
                {field.name}
              </Checkbox>
            ))}
          </div>
        </>
      )}
      {save.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(save.error).status === 412 ? text.stale : asProblem(save.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isPending={save.isPending} isDisabled={!name.trim()}>
        {text.save}
      </Button>
    </form>
  )
}
