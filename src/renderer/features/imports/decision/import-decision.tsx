import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Import } from '../../../../contract/imports.ts'
import type { ApiProblem } from '../../../api/problem.ts'
import { CommandButton } from '../../../commands/command-button.tsx'
import { useCommands } from '../../../commands/use-commands.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { approvedDigestStore } from './approved-digests.ts'
import { cancellable, decisionCommands } from './decision-commands.ts'
import { HeldNote } from './held-note.tsx'
import { ReconciliationTable } from './reconciliation-table.tsx'
import { FollowUpNote } from './follow-up-note.tsx'
import { GuardNote } from './guard-note.tsx'
import { History } from './history.tsx'
import { Population } from './population.tsx'
import { useImport } from '../queries.ts'
import { ImportProgressNote } from './running-note.tsx'
import { text } from '../text.ts'
import { useDecisions } from './use-decisions.ts'

export function ImportDecision({ id }: { id: string }) {
  const importQuery = useImport(id)
  if (!importQuery.data) return null
  return (
    <div className="decision">
      <DecisionPanel importRun={importQuery.data} />
      {importQuery.data.state !== 'failed' && importQuery.data.before && importQuery.data.after && (
        <Population before={importQuery.data.before} after={importQuery.data.after} />
      )}
      {importQuery.data.reconciliation && <ReconciliationTable reconciliation={importQuery.data.reconciliation} />}
      <History application={importQuery.data.application.id} shown={id} />
    </div>
  )
}

function DecisionPanel({ importRun }: { importRun: Import }) {
  const decisions = useDecisions(importRun)
  const canApply = useIsPermitted('imports:apply')
  const canStage = useIsPermitted('imports:stage')
  const [isOverriding, setOverriding] = useState(false)
  const tripped = importRun.guard?.verdict === 'tripped'
  const { apply, cancel, rollBack, stageAgain, problem, busy } = decisions
  const hasNewerRules = isReadWithOlderRules(importRun)

  const commands = decisionCommands(importRun, {
    canApply,
    canStage,
    busy,
    apply: () => (tripped ? setOverriding(true) : apply.mutate({})),
    undo: () => rollBack.mutate(),
    cancel: () => cancel.mutate(),
  })
  useCommands(Object.values(commands))

  const section = useFocusReturn(importRun.state)

  return (
    <section className="stack decision-actions" tabIndex={-1} ref={section}>
      <DecisionNotes importRun={importRun} problem={problem} />
      {importRun.state === 'staged' && hasNewerRules && canStage && (
        <Button wide isPending={stageAgain.isPending} isDisabled={busy} onPress={() => stageAgain.mutate()}>
          {text.stageAgain}
        </Button>
      )}
      {importRun.state === 'failed' && importRun.kind === 'extract' && importRun.files.length > 0 && canStage && (
        <div>
          <Button
            wide
            variant={hasNewerRules ? 'primary' : 'plain'}
            isPending={stageAgain.isPending}
            isDisabled={busy}
            onPress={() => stageAgain.mutate()}
          >
            {text.readAgain}
          </Button>
          <p className="decision-note">{text.readAgainNote}</p>
        </div>
      )}
      {importRun.state === 'staged' && canApply && (
        <CommandButton command={commands.apply} variant={tripped ? 'danger' : 'primary'} wide isPending={busy} />
      )}
      {importRun.state === 'staged' && !canApply && <p className="muted">{text.readOnly}</p>}
      {importRun.state === 'applied' && canApply && (
        <div>
          <CommandButton command={commands.undo} wide icon="undo" isPending={busy} />
          <p className="decision-note">{importRun.undoable ? text.undoNote : text.restoreNote}</p>
        </div>
      )}
      {canStage && cancellable(importRun) && (
        <CommandButton command={commands.cancel} wide variant="quiet" isPending={busy} />
      )}
      {importRun.digest && importRun.state === 'staged' && (
        <p className="decision-note" title={importRun.digest}>
          {text.previewDigest} <span className="mono">{importRun.digest.slice(0, 12)}</span>. {text.previewNote}
        </p>
      )}

      <OverrideDialog
        importRun={importRun}
        isOpen={isOverriding}
        onClose={() => setOverriding(false)}
        busy={apply.isPending}
        error={apply.isError && problem ? problem.detail : undefined}
        onConfirm={(reason) => apply.mutate({ reason }, { onSuccess: () => setOverriding(false) })}
      />
    </section>
  )
}

/** What to know before the decision, and what became of it. */
function DecisionNotes({ importRun, problem }: { importRun: Import; problem: ApiProblem | undefined }) {
  const approvedDigest = useStore(approvedDigestStore, (state) => state.of[importRun.id])
  return (
    <>
      {importRun.state === 'staged' && approvedDigest !== undefined && approvedDigest !== importRun.digest && (
        <Banner kind="guard" title={text.stale}>
          {text.staleText}
        </Banner>
      )}
      {problem && (
        <Banner kind="error" title={problem.status === 412 ? text.stale : text.refused}>
          {problem.status === 412 ? text.staleText : problem.detail}
        </Banner>
      )}
      <ImportProgressNote importRun={importRun} />
      <FollowUpNote followUps={importRun.followUps} />
      {importRun.state === 'staged' && importRun.guard && <GuardNote guard={importRun.guard} />}
      {importRun.state === 'applied' && (
        <Outcome title={currentOrSuperseded(importRun).title} note={currentOrSuperseded(importRun).note} />
      )}
      {(importRun.state === 'duplicate' || importRun.state === 'failed' || importRun.state === 'cancelled') && (
        <Outcome title={text.ended[importRun.state]} note={text.endedText} />
      )}

      {importRun.state === 'staged' && <HeldNote importRun={importRun} />}
      {importRun.state === 'staged' && isReadWithOlderRules(importRun) && (
        <Banner kind="info" title={text.olderRules(importRun.rulesVersion ?? 0, importRun.newestRulesVersion ?? 0)}>
          {text.olderRulesText}
        </Banner>
      )}
    </>
  )
}

interface OverrideDialogProps {
  importRun: Import
  isOpen: boolean
  onClose: () => void
  busy: boolean
  error: string | undefined
  onConfirm: (reason: string) => void
}

/** Overriding the guard takes the name of the application and a reason. */
function OverrideDialog({ importRun, error, ...dialog }: OverrideDialogProps) {
  return (
    <ConfirmDialog
      {...dialog}
      title={text.overrideTitle}
      action={text.apply}
      danger
      phrase={importRun.application.name}
      askReason={{
        label: text.overrideReason,
        placeholder: text.overrideExample,
        note: text.overrideNote,
        least: 5,
      }}
      error={error !== undefined && <Banner kind="error" title={error} />}
    >
      <ul className="stack-tight findings">
        {importRun.guard?.findings.map((finding) => (
          <li key={finding.code}>{finding.message}</li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}

/** A decision removes its own button. The focus then stays in this section instead of moving to the page. */
function useFocusReturn(state: Import['state']) {
  const section = useRef<HTMLElement>(null)
  const inside = useRef(false)
  useEffect(() => {
    const note = () => {
      if (document.activeElement !== document.body)
        inside.current = section.current?.contains(document.activeElement) ?? false
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) section.current?.focus()
  }, [state])
  return section
}

/** The rules of the application have a newer version. */
const isReadWithOlderRules = ({ kind, rulesVersion, newestRulesVersion }: Import): boolean =>
  kind === 'extract' && rulesVersion !== null && newestRulesVersion !== null && rulesVersion < newestRulesVersion

function currentOrSuperseded(importRun: Import): { title: string; note: string } {
  const generation = importRun.generation ?? 0
  return importRun.undoable
    ? { title: text.current, note: text.currentText(generation) }
    : { title: text.superseded, note: text.supersededText(generation) }
}

function Outcome({ title, note }: { title: string; note: string }) {
  return (
    <div>
      <h3>{title}</h3>
      <p className="muted">{note}</p>
    </div>
  )
}
