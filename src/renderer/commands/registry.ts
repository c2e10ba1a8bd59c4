import { createStore } from 'zustand/vanilla'
import type { IconName } from '../ui/icon.tsx'

export type CommandGroup = 'Actions' | 'Review' | 'Go to' | 'View' | 'Help'

export interface Command {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** See `ui/shortcut.ts` for how it is written. */
  readonly shortcut?: string
  /** Other words somebody may look for. */
  readonly keywords?: readonly string[]
  readonly icon?: IconName
  /** Beside the title, for what only differs there. */
  readonly note?: string
  /** Whether it can be done now. What cannot be done is not offered. */
  readonly when?: () => boolean
  /** Its shortcut also works while typing. */
  readonly whileTyping?: boolean
  readonly run: () => void
}

interface Commands {
  commands: readonly Command[]
  /** Ids, the latest first. */
  recent: readonly string[]
}

export const commandStore = createStore<Commands>(() => ({ commands: [], recent: [] }))

/** Adds commands for as long as their screen is there; the answer takes them away again. */
export function registerCommands(added: readonly Command[]): () => void {
  commandStore.setState(({ commands }) => ({ commands: [...commands, ...added] }))
  return () =>
    commandStore.setState(({ commands }) => ({ commands: commands.filter((command) => !added.includes(command)) }))
}

export function available(candidate: Command): boolean {
  return candidate.when?.() ?? true
}

/** Runs a command if it can be done now, and remembers that it was wanted. */
export function runCommand(id: string): boolean {
  const command = commandStore.getState().commands.findLast((command) => command.id === id && available(command))
  if (!command) return false
  commandStore.setState(({ recent }) => ({ recent: [id, ...recent.filter((other) => other !== id)].slice(0, 8) }))
  command.run()
  return true
}

/**
 * The command of a shortcut. Where two have the same, the one registered last wins: a screen may put its own
 * meaning over the app's while it is shown.
 */
export function commandOf(shortcut: string, commands: readonly Command[]): Command | undefined {
  return commands.findLast((command) => command.shortcut === shortcut && available(command))
}
