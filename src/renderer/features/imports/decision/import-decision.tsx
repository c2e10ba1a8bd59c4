import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Import } from '../../../../contract/imports.ts'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { approvalStore } from './approved-digests.ts'
import { ReconciliationTable } from './reconciliation-table.tsx'
import { GuardNote } from './guard-note.tsx'
import { History } from './history.tsx'
import { Population } from './population.tsx'
import { useImport } from '../queries.ts'
import { RunningNote } from './running-note.tsx'
import { text } from '../text.ts'
import { useDecisions } from './use-decisions.ts'

export function ImportDecision({ id }: { id: string }) {
  const found = useImport(id)
  if (!found.data) return null
  return (
    <div className="decision">
      <Decide one={found.data} />
      {found.data.state !== 'failed' && found.data.before && found.data.after && (
        <Population before={found.data.before} after={found.data.after} />
      )}
      {found.data.reconciliation && <ReconciliationTable reconciliation={found.data.reconciliation} />}
      <History application={found.data.application.id} shown={id} />
    </div>
  )
}

function Decide({ one }: { one: Import }) {
  const decisions = useDecisions(one)
  const mayApply = useIsPermitted('imports:apply')
  const mayStage = useIsPermitted('imports:stage')
  const [asking, setAsking] = useState(false)
  const approved = useStore(approvalStore, (state) => state.of[one.id])
  const tripped = one.guard?.verdict === 'tripped'
  const { apply, cancel, goBack, again, problem, busy } = decisions
  const outdated = hasOlderRules(one)

  const askOrApply = () => (tripped ? setAsking(true) : apply.mutate({}))
  useDecisionCommands({
    apply: one.state === 'staged' && mayApply && !busy ? askOrApply : undefined,
    undo: one.state === 'applied' && mayApply && !busy ? () => goBack.mutate() : undefined,
    cancel: mayStage && cancellable(one) && !busy ? () => cancel.mutate() : undefined,
    undoTitle: one.undoable ? text.undo : text.goBack,
  })

  const place = useFocusKept(one.state)

  return (
    <section className="decide" tabIndex={-1} ref={place}>
      {one.state === 'staged' && approved !== undefined && approved !== one.digest && (
        <Banner kind="guard" title={text.stale}>
          {text.staleText}
        </Banner>
      )}
      {problem && (
        <Banner kind="error" title={problem.status === 412 ? text.stale : text.refused}>
          {problem.status === 412 ? text.staleText : problem.detail}
        </Banner>
      )}
      <RunningNote one={one} />
      {one.state === 'staged' && one.guard && <GuardNote guard={one.guard} />}
      {one.state === 'applied' && <Outcome title={countsNow(one).title} note={countsNow(one).note} />}
      {(one.state === 'duplicate' || one.state === 'failed' || one.state === 'cancelled') && (
        <Outcome title={text.ended[one.state]} note={text.endedText} />
      )}

      {one.state === 'staged' && one.held > 0 && <Banner kind="info" title={text.heldCount(one.held)} />}
      {one.state === 'staged' && outdated && (
        <Banner kind="info" title={text.olderRules(one.rulesVersion ?? 0, one.newestRulesVersion ?? 0)}>
          {text.olderRulesText}
        </Banner>
      )}
      {one.state === 'staged' && outdated && mayStage && (
        <Button wide isPending={again.isPending} isDisabled={busy} onPress={() => again.mutate()}>
          {text.stageAgain}
        </Button>
      )}
      {one.state === 'failed' && one.kind === 'extract' && one.files.length > 0 && mayStage && (
        <div>
          <Button
            wide
            variant={outdated ? 'primary' : 'plain'}
            isPending={again.isPending}
            isDisabled={busy}
            onPress={() => again.mutate()}
          >
            {text.readAgain}
          </Button>
          <p className="decide-note">{text.readAgainNote}</p>
        </div>
      )}
      {one.state === 'staged' && mayApply && (
        <Button variant={tripped ? 'danger' : 'primary'} wide shortcut="a" isPending={busy} onPress={askOrApply}>
          {tripped ? text.applyAnyway : text.apply}
        </Button>
      )}
      {one.state === 'staged' && !mayApply && <p className="muted">{text.mayNotApply}</p>}
      {one.state === 'applied' && mayApply && (
        <div>
          <Button wide icon="undo" shortcut="u" isPending={busy} onPress={() => goBack.mutate()}>
            {one.undoable ? text.undo : text.goBack}
          </Button>
          <p className="decide-note">{one.undoable ? text.undoNote : text.goBackNote}</p>
        </div>
      )}
      {mayStage && cancellable(one) && (
        <Button wide variant="quiet" isPending={busy} onPress={() => cancel.mutate()}>
          {one.state === 'staged' ? text.cancel : text.stop}
        </Button>
      )}
      {one.digest && one.state === 'staged' && (
        <p className="decide-note" title={one.digest}>
          {text.preview} <span className="mono">{one.digest.slice(0, 12)}</span>. {text.previewNote}
        </p>
      )}

      <ConfirmDialog
        title={text.overrideTitle}
        isOpen={asking}
        onClose={() => setAsking(false)}
        action={text.apply}
        danger
        phrase={one.application.name}
        askReason={{
          label: text.overrideReason,
          placeholder: text.overrideExample,
          note: text.overrideNote,
          least: 5,
        }}
        busy={apply.isPending}
        error={apply.isError && problem && <Banner kind="error" title={problem.detail} />}
        onConfirm={(reason) => apply.mutate({ reason }, { onSuccess: () => setAsking(false) })}
      >
        <ul className="findings">
          {one.guard?.findings.map((finding) => (
            <li key={finding.code}>{finding.message}</li>
          ))}
        </ul>
      </ConfirmDialog>
    </section>
  )
}

/** A decision takes its button away; the focus then stays where the button was, and does not fall to the page. */
function useFocusKept(state: Import['state']) {
  const place = useRef<HTMLElement>(null)
  const inside = useRef(false)
  useEffect(() => {
    const note = () => {
      if (document.activeElement !== document.body)
        inside.current = place.current?.contains(document.activeElement) ?? false
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) place.current?.focus()
  }, [state])
  return place
}

/** The rules of the application are others by now. */
const hasOlderRules = ({ kind, rulesVersion, newestRulesVersion }: Import): boolean =>
  kind === 'extract' && rulesVersion !== null && newestRulesVersion !== null && rulesVersion < newestRulesVersion

const cancellable = ({ state }: Import) =>
  state === 'queued' || state === 'staging' || state === 'staged' || state === 'applying'

function countsNow(one: Import): { title: string; note: string } {
  const generation = one.generation ?? 0
  return one.undoable
    ? { title: text.countsNow, note: text.countsNowText(generation) }
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

interface Deeds {
  apply: (() => void) | undefined
  undo: (() => void) | undefined
  cancel: (() => void) | undefined
  undoTitle: string
}

function useDecisionCommands({ apply, undo, cancel, undoTitle }: Deeds) {
  const commands: readonly Command[] = [
    {
      id: 'imports.apply',
      title: text.apply,
      group: 'Review',
      shortcut: 'a',
      icon: 'check',
      when: () => apply !== undefined,
      run: () => apply?.(),
    },
    {
      id: 'imports.undo',
      title: undoTitle,
      group: 'Review',
      shortcut: 'u',
      icon: 'undo',
      when: () => undo !== undefined,
      run: () => undo?.(),
    },
    {
      id: 'imports.cancel',
      title: text.cancel,
      group: 'Review',
      icon: 'close',
      when: () => cancel !== undefined,
      run: () => cancel?.(),
    },
  ]
  useLatestCommands(commands)
}

/** Registers commands once, and lets them do what the latest render means. */
function useLatestCommands(commands: readonly Command[]) {
  const [latest] = useState(() => ({ commands }))
  latest.commands = commands
  const stable = useMemo(
    () =>
      commands.map((command, at) => ({
        ...command,
        when: () => latest.commands[at]?.when?.() ?? true,
        run: () => latest.commands[at]?.run(),
      })),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the titles are all that a registration shows
    [commands.map((command) => command.title).join()],
  )
  useCommands(stable)
}
