import { useState } from 'react'
import type { CurrentGovernanceSettings } from '../../../../contract/governance.ts'
import { ChainEditor } from '../../../shared/pickers/chain-editor.tsx'
import { asProblem } from '../../../api/problem.ts'
import { PrincipalPicker } from '../../../shared/pickers/principal-picker.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useRules, useSaveRules } from './governance-queries.ts'
import { text } from './governance-text.ts'
import { changeOf, draftOf, type RulesDraft, invalidFields } from './request-rules-draft.ts'
import { QueryView } from '../../../shared/query-view.tsx'

const sectionText = text.rules

/** Rules that apply to all requests. */
export function RequestRules() {
  return useIsPermitted('requests:read') ? <Rules /> : <EmptyState icon="hold" title={sectionText.forbidden} />
}

function Rules() {
  const rulesQuery = useRules()
  const canManage = useIsPermitted('requests:manage')
  return (
    <QueryView query={rulesQuery} failed={sectionText.failed} lines={9}>
      {(rules) => <Form key={rules.revision} now={rules} canChange={canManage} />}
    </QueryView>
  )
}

function Form({ now, canChange }: { now: CurrentGovernanceSettings; canChange: boolean }) {
  const [draft, setDraft] = useState(() => draftOf(now))
  const save = useSaveRules(now.revision)
  const change = changeOf(now, draft)
  const invalid = invalidFields(draft)
  const ready = canChange && change !== undefined && invalid.size === 0
  const set = (part: Partial<RulesDraft>) => setDraft({ ...draft, ...part })
  return (
    <form
      className="settings-part settings-rules"
      aria-label={sectionText.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) save.mutate(change, { onSuccess: () => toast({ kind: 'done', message: sectionText.saved }) })
      }}
    >
      <div>
        <h2>{sectionText.title}</h2>
        <p className="muted">{canChange ? sectionText.note : sectionText.readOnly}</p>
      </div>
      <fieldset disabled={!canChange}>
        <legend>{sectionText.approversLegend}</legend>
        <ChainEditor
          label={sectionText.approvers}
          note={sectionText.approversNote}
          value={draft.chain}
          onChange={(chain) => set({ chain })}
          isDisabled={!canChange}
        />
        <FallbackApprovers draft={draft} set={set} canChange={canChange} />
        <TextField
          label={sectionText.days}
          note={sectionText.daysNote}
          inputMode="numeric"
          value={draft.days}
          error={invalid.has('days') && sectionText.daysWrong}
          onChange={(days) => set({ days })}
          isDisabled={!canChange}
        />
      </fieldset>
      <SwitchGroup
        title={sectionText.checks}
        names={['policies', 'commentNo', 'commentYes']}
        {...{ draft, set, canChange }}
      />
      <SwitchGroup title={sectionText.handover} names={['delegation', 'reassign']} {...{ draft, set, canChange }} />
      <SwitchGroup
        title={sectionText.selfApproval}
        note={sectionText.selfApprovalNote}
        names={['auto', 'autoGroup']}
        {...{ draft, set, canChange }}
      >
        {(draft.auto || draft.autoGroup) && <Banner kind="guard" title={sectionText.autoOn} />}
      </SwitchGroup>
      <FileLimits {...{ draft, set, canChange }} invalid={invalid} />
      <fieldset>
        <legend>{sectionText.workflows}</legend>
        <TextField
          label={sectionText.workflows}
          note={sectionText.workflowsNote}
          value={draft.workflows}
          error={invalid.has('workflows') && sectionText.workflowsWrong}
          onChange={(workflows) => set({ workflows })}
          lines={3}
          mono
          isDisabled={!canChange}
        />
      </fieldset>
      {save.isError && (
        <Banner kind="error" title={sectionText.refused}>
          {asProblem(save.error).status === 412 ? sectionText.stale : asProblem(save.error).detail}
        </Banner>
      )}
      {canChange && (
        <footer className="settings-save">
          <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
            {sectionText.save}
          </Button>
        </footer>
      )}
    </form>
  )
}

interface PartProps {
  draft: RulesDraft
  set: (part: Partial<RulesDraft>) => void
  canChange: boolean
}

function FileLimits({ draft, set, canChange, invalid }: PartProps & { invalid: ReturnType<typeof invalidFields> }) {
  return (
    <fieldset>
      <legend>{sectionText.files}</legend>
      <div className="settings-columns">
        <TextField
          label={sectionText.fileName}
          inputMode="numeric"
          value={draft.fileName}
          error={invalid.has('fileName') && sectionText.numberWrong(5, 255)}
          onChange={(fileName) => set({ fileName })}
          isDisabled={!canChange}
        />
        <TextField
          label={sectionText.fileSize}
          inputMode="numeric"
          value={draft.fileSize}
          error={invalid.has('fileSize') && sectionText.numberWrong(1, 100)}
          onChange={(fileSize) => set({ fileSize })}
          isDisabled={!canChange}
        />
      </div>
    </fieldset>
  )
}

function FallbackApprovers({ draft, set, canChange }: PartProps) {
  const [choosing, setChoosing] = useState(false)
  return (
    <div>
      <p>
        {sectionText.fallbackNow(draft.group?.name ?? sectionText.fallbackDeleted)}{' '}
        {canChange && !choosing && (
          <Button variant="quiet" onPress={() => setChoosing(true)}>
            {sectionText.fallbackChange}
          </Button>
        )}
      </p>
      {choosing && (
        <PrincipalPicker
          label={sectionText.fallback}
          kind="role"
          chosen={draft.group ?? undefined}
          onChoose={(group) => {
            if (group) set({ group })
            setChoosing(false)
          }}
        />
      )}
      <p className="field-note">{sectionText.fallbackNote}</p>
    </div>
  )
}

type Switch = 'policies' | 'commentNo' | 'commentYes' | 'delegation' | 'reassign' | 'auto' | 'autoGroup'
const notes: Partial<Record<Switch, string>> = {
  policies: sectionText.policiesNote,
  auto: sectionText.autoNote,
  autoGroup: sectionText.autoGroupNote,
}

interface SwitchGroupProps extends PartProps {
  title: string
  note?: string
  names: readonly Switch[]
  children?: React.ReactNode
}

function SwitchGroup({ title, note, names, draft, set, canChange, children }: SwitchGroupProps) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {note && <p className="muted">{note}</p>}
      {children}
      {names.map((name) => (
        <Checkbox key={name} isSelected={draft[name]} isDisabled={!canChange} onChange={(on) => set({ [name]: on })}>
          {sectionText[name]}
          {notes[name] && <span className="muted settings-note">{notes[name]}</span>}
        </Checkbox>
      ))}
    </fieldset>
  )
}
