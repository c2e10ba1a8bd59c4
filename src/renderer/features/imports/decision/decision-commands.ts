import type { Import } from '../../../../contract/imports.ts'
import type { Command } from '../../../commands/registry.ts'
import { text } from '../text.ts'

export interface DecisionHandlers {
  canApply: boolean
  canStage: boolean
  /** Another decision is in flight. */
  busy: boolean
  apply: () => void
  undo: () => void
  cancel: () => void
}

export const cancellable = ({ state }: Import) =>
  state === 'queued' || state === 'staging' || state === 'staged' || state === 'applying'

/** The decisions about an import, for buttons, keys and the palette. */
export function decisionCommands(
  importRun: Import,
  { canApply, canStage, busy, apply, undo, cancel }: DecisionHandlers,
): Record<'apply' | 'undo' | 'cancel', Command> {
  const tripped = importRun.guard?.verdict === 'tripped'
  return {
    apply: {
      id: 'imports.apply',
      title: tripped ? text.overrideGuard : text.apply,
      group: 'Review',
      shortcut: 'a',
      icon: 'check',
      isEnabled: importRun.state === 'staged' && canApply && !busy,
      run: apply,
    },
    undo: {
      id: 'imports.undo',
      title: importRun.undoable ? text.undo : text.restore,
      group: 'Review',
      shortcut: 'u',
      icon: 'undo',
      isEnabled: importRun.state === 'applied' && canApply && !busy,
      run: undo,
    },
    cancel: {
      id: 'imports.cancel',
      title: importRun.state === 'staged' ? text.cancel : text.stop,
      group: 'Review',
      icon: 'close',
      isEnabled: canStage && cancellable(importRun) && !busy,
      run: cancel,
    },
  }
}
