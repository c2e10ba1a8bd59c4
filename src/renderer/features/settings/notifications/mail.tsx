import { useState } from 'react'
import type { MailSettings, CurrentMailSettings } from '../../../../contract/mail.ts'
import { asProblem } from '../../../api/problem.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useIsSample } from '../../../shared/hooks/use-is-sample.ts'
import { useMail, useSaveMail } from '../governance/governance-queries.ts'
import { type MailDraft, mailChange, mailDraftOf, type MailPartProps, type MailEdits, portFor } from './mail-draft.ts'
import { MailLogin } from './mail-login.tsx'
import { MailTest } from './mail-test.tsx'
import { text } from './mail-text.ts'
import { QueryView } from '../../../shared/query-view.tsx'

const fields = ['host', 'port', 'from', 'username', 'password'] as const
const securities = (['starttls', 'tls', 'none'] as const).map((value) => ({ value, title: text.securities[value] }))

/** The mail server settings and a test message. */
export function Mail() {
  const mailQuery = useMail()
  return (
    <QueryView query={mailQuery} failed={text.failed} lines={9}>
      {(mail) => <MailForm now={mail} />}
    </QueryView>
  )
}

function MailForm({ now }: { now: CurrentMailSettings }) {
  const isSample = useIsSample()
  const canWrite = useIsPermitted('settings:write') && !isSample
  const save = useSaveMail(now.revision)
  const [edits, setEdits] = useState<MailEdits>({})
  // The settings when the edit started, to show what someone else has changed since.
  const [original, setOriginal] = useState(now)
  const draft = { ...mailDraftOf(now), ...edits }
  const { changed, invalid, input } = mailChange(now, edits)
  const problem = save.isError ? asProblem(save.error) : undefined
  const ready = canWrite && changed && invalid.size === 0
  const errors: Partial<Record<keyof MailDraft, string>> = {
    host: text.hostWrong,
    port: text.portWrong,
    from: text.fromWrong,
  }
  const errorOf = (field: keyof MailDraft): string | undefined => {
    if (invalid.has(field) && edits[field] !== undefined) return errors[field]
    return problem?.errorAt(`#/${field}`) ?? otherPersonsValue(field, { original, now, edits })
  }
  const fieldProps: MailPartProps = {
    draft,
    canChange: canWrite,
    errorOf,
    set: (more) => {
      setEdits({ ...edits, ...more })
      if (problem && problem.status !== 412) save.reset()
    },
  }
  return (
    <>
      <form
        className="settings-rules stack-loose"
        aria-label={text.title}
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready || save.isPending) return
          save.mutate(input, {
            onSuccess: (saved) => {
              setEdits({})
              setOriginal(saved)
              toast({ kind: 'done', message: saved.enabled ? text.savedOn : text.savedOff })
            },
          })
        }}
      >
        <div>
          <h2>{text.title}</h2>
          <p className="muted">{canWrite ? text.note : isSample ? text.inSample : text.readOnly}</p>
        </div>
        <Checkbox isSelected={draft.enabled} isDisabled={!canWrite} onChange={(enabled) => fieldProps.set({ enabled })}>
          {text.enabled}
          <span className="muted settings-note">{text.enabledNote}</span>
        </Checkbox>
        <Server {...fieldProps} />
        <MailLogin {...fieldProps} now={now} />
        {problem && !fields.some((field) => problem.errorAt(`#/${field}`)) && (
          <Banner kind="error" title={text.refused}>
            {problem.status === 412 ? text.stale : problem.detail}
          </Banner>
        )}
        {canWrite && (
          <div>
            <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
              {text.save}
            </Button>
          </div>
        )}
      </form>
      {canWrite && <MailTest isSaved={!changed} hasServer={now.host !== ''} />}
    </>
  )
}

/** The value that someone else saved for a field that is being edited. The password is never shown. */
function otherPersonsValue(
  field: keyof MailDraft,
  { original, now, edits }: { original: CurrentMailSettings; now: CurrentMailSettings; edits: MailEdits },
): string | undefined {
  if (field === 'password' || field === 'enabled' || edits[field] === undefined || original[field] === now[field])
    return
  return text.changedTo(field === 'security' ? text.securities[now.security] : String(now[field]))
}

function Server({ draft, set, canChange, errorOf }: MailPartProps) {
  return (
    <fieldset>
      <legend>{text.server}</legend>
      <div className="mail-server">
        <TextField
          label={text.host}
          note={text.hostNote}
          value={draft.host}
          error={errorOf('host')}
          onChange={(host) => set({ host })}
          maxLength={253}
          autoComplete="off"
          isDisabled={!canChange}
        />
        <TextField
          label={text.port}
          inputMode="numeric"
          value={draft.port}
          error={errorOf('port')}
          onChange={(port) => set({ port })}
          autoComplete="off"
          isDisabled={!canChange}
        />
      </div>
      <Select<MailSettings['security']>
        label={text.security}
        value={draft.security}
        options={securities}
        onChange={(security) => set({ security, port: portFor(draft, security) })}
        isDisabled={!canChange}
      />
      <TextField
        label={text.from}
        note={text.fromNote}
        type="email"
        value={draft.from}
        error={errorOf('from')}
        onChange={(from) => set({ from })}
        maxLength={254}
        autoComplete="off"
        isDisabled={!canChange}
      />
    </fieldset>
  )
}
