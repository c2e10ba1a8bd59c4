import { useState } from 'react'
import type { AccessModel, ModelCondition } from '../../../contract/access-models.ts'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { ModelConditions } from './model-conditions.tsx'
import { type ModelEntitlement, ModelEntitlements } from './model-entitlements.tsx'
import { useRemoveModel, useSaveModel } from './model-queries.ts'
import { text } from './text.ts'

interface ModelEditorProps {
  /** Undefined makes a new one. */
  model: AccessModel | undefined
  canChange: boolean
}

/** The form of one access model. */
export function ModelEditor({ model, canChange }: ModelEditorProps) {
  const [name, setName] = useState(model?.name ?? '')
  const [description, setDescription] = useState(model?.description ?? '')
  const [owner, setOwner] = useState<PrincipalRef | undefined>(model?.owner ?? undefined)
  const [isEnabled, setEnabled] = useState(model?.enabled ?? true)
  const [enrolment, setEnrolment] = useState(model?.enrolment ?? 'automatic')
  const [conditions, setConditions] = useState<readonly ModelCondition[]>(model?.conditions ?? [])
  const [entitlements, setEntitlements] = useState<readonly ModelEntitlement[]>(model?.entitlements ?? [])
  const save = useSaveModel(model)
  const words = text.model
  const submit = () =>
    save.mutate(
      {
        name: name.trim(),
        description: description.trim(),
        ownerId: owner?.id ?? null,
        enabled: isEnabled,
        enrolment,
        conditions: conditions.filter(({ values }) => values.length > 0),
        entitlements: entitlements.map(({ id, access }) => ({ id, access: access.trim() })),
      },
      {
        onSuccess: (saved) => {
          toast({ kind: 'done', message: words.saved(saved.name) })
          navigate(pages.accessModel(saved.id))
        },
      },
    )
  return (
    <form
      className="event-form"
      aria-label={model?.name ?? text.newModel}
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '' && canChange) submit()
      }}
    >
      {model && (
        <p className="muted">
          {words.versions(model.revision)} · {words.people(model.people)}
        </p>
      )}
      <TextField
        label={words.name}
        value={name}
        onChange={setName}
        maxLength={200}
        isRequired
        isReadOnly={!canChange}
      />
      <TextField
        label={words.description}
        value={description}
        onChange={setDescription}
        lines={2}
        maxLength={2000}
        isReadOnly={!canChange}
      />
      <PrincipalField
        label={words.owner}
        kind="person"
        value={owner}
        onChange={setOwner}
        emptyText={words.noOwner}
        clear={text.clear}
      />
      <Select
        label={words.enrolment}
        value={enrolment}
        options={(['automatic', 'optional'] as const).map((value) => ({ value, title: words.enrolments[value] }))}
        onChange={setEnrolment}
      />
      <Checkbox isSelected={isEnabled} onChange={setEnabled} isDisabled={!canChange}>
        {words.enabled}
      </Checkbox>
      <ModelConditions conditions={conditions} onChange={setConditions} />
      <ModelEntitlements entitlements={entitlements} people={model?.people ?? 0} onChange={setEntitlements} />
      {save.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(save.error).detail}
        </Banner>
      )}
      {canChange && (
        <div className="form-foot">
          {model && <Remove model={model} />}
          <Button type="submit" variant="primary" isDisabled={name.trim() === ''} isPending={save.isPending}>
            {words.save}
          </Button>
        </div>
      )}
    </form>
  )
}

function Remove({ model }: { model: AccessModel }) {
  const remove = useRemoveModel(model)
  const [isOpen, setOpen] = useState(false)
  const words = text.model
  return (
    <>
      <Button variant="quiet" onPress={() => setOpen(true)}>
        {words.removeModel}
      </Button>
      <ConfirmDialog
        title={words.removeTitle(model.name)}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        action={words.removeModel}
        danger
        busy={remove.isPending}
        error={remove.isError && <Banner kind="error" title={asProblem(remove.error).detail} />}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              toast({ kind: 'done', message: words.removed(model.name) })
              navigate(pages.accessModels)
            },
          })
        }
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  )
}
