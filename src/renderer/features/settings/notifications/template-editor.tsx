import { useState } from 'react'
import type { NotificationTemplate } from '../../../../contract/notifications.ts'
import { asProblem } from '../../../api/problem.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { fillPlaceholders, unknownPlaceholders } from './placeholders.ts'
import { useSaveTemplate } from '../governance/governance-queries.ts'
import { text } from '../governance/governance-text.ts'

const sectionText = text.notifications

/** Edits a notification template with placeholders and a preview. */
export function TemplateEditor({ template }: { template: NotificationTemplate }) {
  const canManage = useIsPermitted('requests:manage')
  const save = useSaveTemplate(template)
  const [subject, setSubject] = useState(template.subject)
  const [body, setBody] = useState(template.body)
  const [enabled, setEnabled] = useState(template.enabled)
  const unknown = unknownPlaceholders(`${subject}\n${body}`, template.variables)
  const changed = subject !== template.subject || body !== template.body || enabled !== template.enabled
  const ready = canManage && changed && subject.trim() !== '' && unknown.length === 0
  return (
    <form
      className="template-editor"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready || save.isPending) return
        save.mutate(
          { subject: subject.trim(), body, enabled },
          {
            onSuccess: () =>
              toast({ kind: 'done', message: sectionText.saved(sectionText.names[template.name] ?? template.name) }),
          },
        )
      }}
    >
      <div className="stack template-fields">
        <Checkbox isSelected={enabled} onChange={setEnabled} isDisabled={!canManage}>
          {sectionText.enabled}
        </Checkbox>
        <TextField
          label={sectionText.subject}
          value={subject}
          onChange={setSubject}
          maxLength={300}
          isDisabled={!canManage}
        />
        <TextField
          label={sectionText.body}
          value={body}
          onChange={setBody}
          lines={9}
          maxLength={20_000}
          error={unknown.length > 0 && sectionText.unknown(unknown.map((name) => `{{${name}}}`))}
          isDisabled={!canManage}
        />
        <div role="group" aria-label={sectionText.variables} className="template-placeholders">
          <span className="field-label">{sectionText.variables}</span>
          {template.variables.map((name) => (
            <Button
              key={name}
              variant="quiet"
              isDisabled={!canManage}
              aria-label={sectionText.insert(name)}
              onPress={() => setBody(`${body}{{${name}}}`)}
            >
              <span className="mono">{name}</span> <span className="muted">{sectionText.meanings[name]}</span>
            </Button>
          ))}
        </div>
        {save.isError && (
          <Banner kind="error" title={sectionText.refused}>
            {asProblem(save.error).status === 412 ? sectionText.stale : asProblem(save.error).detail}
          </Banner>
        )}
        {canManage && (
          <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
            {sectionText.save}
          </Button>
        )}
      </div>
      <section className="stack-tight template-preview" aria-label={sectionText.preview}>
        <h2>{sectionText.preview}</h2>
        <p className="muted">{sectionText.previewNote}</p>
        <article>
          <strong>{fillPlaceholders(subject, sectionText.exampleValues)}</strong>
          <p>{fillPlaceholders(body, sectionText.exampleValues)}</p>
        </article>
      </section>
    </form>
  )
}
