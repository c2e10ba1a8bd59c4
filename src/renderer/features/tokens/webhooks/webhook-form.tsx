import { useState } from 'react'
import { type RevealedWebhook, type Webhook, type WebhookTopic, webhookTopics } from '../../../../contract/webhooks.ts'
import { useApplications } from '../../../api/applications.ts'
import { asProblem } from '../../../api/problem.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import type { ChangeMutation } from '../../../shared/lists/use-save-change.ts'
import { useChangeWebhook, useCreateWebhook, type WebhookInput } from './queries.ts'
import { text } from './text.ts'

interface WebhookDialogProps {
  isOpen: boolean
  /** Undefined creates one. */
  webhook: Webhook | undefined
  onClose: () => void
  onCreated?: ((revealed: RevealedWebhook) => void) | undefined
}

/** Creates or changes a webhook. */
export function WebhookDialog({ isOpen, webhook, onClose, onCreated }: WebhookDialogProps) {
  return (
    <Dialog
      title={webhook ? text.editTitle : text.createTitle}
      isOpen={isOpen}
      onClose={onClose}
      kind="alert"
      size="medium"
    >
      {webhook ? <Change webhook={webhook} onClose={onClose} /> : <Create onCreated={onCreated} />}
    </Dialog>
  )
}

function Create({ onCreated }: Pick<WebhookDialogProps, 'onCreated'>) {
  const create = useCreateWebhook()
  return (
    <Form
      start={{ name: '', url: '', topics: ['access-requests'], applicationId: null }}
      save={create}
      onSaved={onCreated}
      action={text.createConfirm}
    />
  )
}

function Change({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const change = useChangeWebhook(webhook)
  const { name, url, topics, application } = webhook
  return (
    <Form
      start={{ name, url, topics, applicationId: application?.id ?? null }}
      save={change}
      onSaved={() => {
        toast({ kind: 'done', message: text.saved })
        onClose()
      }}
      action={text.save}
    />
  )
}

interface FormProps<T> {
  start: WebhookInput
  save: ChangeMutation<WebhookInput, T>
  onSaved: ((saved: T) => void) | undefined
  action: string
}

const everyApplication = ''
const fields = ['name', 'url', 'topics', 'applicationId'] as const

function Form<T>({ start, save, onSaved, action }: FormProps<T>) {
  const [draft, setDraft] = useState(start)
  const applications = useApplications()
  const set = (more: Partial<WebhookInput>) => setDraft({ ...draft, ...more })
  const problem = save.isError ? asProblem(save.error) : undefined
  const toggle = (topic: WebhookTopic, on: boolean) =>
    set({ topics: webhookTopics.filter((one) => (one === topic ? on : draft.topics.includes(one))) })
  const ready = draft.name.trim() !== '' && draft.url.trim() !== '' && draft.topics.length > 0
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || save.isPending) return
        const input = { ...draft, url: draft.url.trim() }
        save.mutate(input, onSaved === undefined ? {} : { onSuccess: onSaved })
      }}
    >
      <TextField
        label={text.name}
        note={text.nameNote}
        value={draft.name}
        error={problem?.errorAt('#/name')}
        onChange={(name) => set({ name })}
        maxLength={100}
        autoComplete="off"
        autoFocus
      />
      <TextField
        label={text.url}
        note={text.urlNote}
        value={draft.url}
        error={problem?.errorAt('#/url')}
        onChange={(url) => set({ url })}
        maxLength={2000}
        autoComplete="off"
        inputMode="url"
        mono
      />
      <fieldset className="checkbox-group webhook-topics">
        <legend className="field-label">{text.topicsLabel}</legend>
        {webhookTopics.map((topic) => (
          <Checkbox key={topic} isSelected={draft.topics.includes(topic)} onChange={(on) => toggle(topic, on)}>
            {text.topics[topic].title}
            <span className="muted token-scope-note">{text.topics[topic].note}</span>
          </Checkbox>
        ))}
      </fieldset>
      {draft.topics.includes('access-requests') && (
        <Select
          label={text.applicationLabel}
          value={draft.applicationId ?? everyApplication}
          options={[
            { value: everyApplication, title: text.all },
            ...(applications.data ?? []).map(({ id, name }) => ({ value: id, title: name })),
          ]}
          onChange={(id) => set({ applicationId: id === everyApplication ? null : id })}
        />
      )}
      {problem && !fields.some((field) => problem.errorAt(`#/${field}`)) && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
        {action}
      </Button>
    </form>
  )
}
