import { createStore } from 'zustand/vanilla'
import type { IconName } from '../ui/icon.tsx'

export type CommandGroup = 'Actions' | 'Review' | 'Go to' | 'View' | 'Help'

export interface Command {
  readonly id: string
  readonly title: string
  readonly group: CommandGroup
  /** Notation: see `ui/shortcut.ts`. */
  readonly shortcut?: string
  /** Other words that find this command. */
  readonly keywords?: readonly string[]
  readonly icon?: IconName
  /** Shown after the title, to tell apart commands with the same title. */
  readonly note?: string
  /** Whether the command can run now. If not, it is not offered. */
  readonly when?: () => boolean
  /** The shortcut also works while the user types in a field. */
  readonly whileTyping?: boolean
  readonly run: () => void
}

interface Commands {
  commands: readonly Command[]
  /** Command ids, latest first. */
  recent: readonly string[]
}

export const commandStore = createStore<Commands>(() => ({ commands: [], recent: [] }))

/** Registers commands while their screen is shown. The returned function removes them. */
export function registerCommands(added: readonly Command[]): () => void {
  commandStore.setState(({ commands }) => ({ commands: [...commands, ...added] }))
  return () =>
    commandStore.setState(({ commands }) => ({ commands: commands.filter((command) => !added.includes(command)) }))
}

export function available(candidate: Command): boolean {
  return candidate.when?.() ?? true
}

/** Runs a command if it is enabled, and records it as recent. */
export function runCommand(id: string): boolean {
  const command = commandStore.getState().commands.findLast((command) => command.id === id && available(command))
  if (!command) return false
  commandStore.setState(({ recent }) => ({ recent: [id, ...recent.filter((other) => other !== id)].slice(0, 8) }))
  command.run()
  return true
}

/**
 * Returns the command of a shortcut. If several match, the one registered last wins, so that a screen can override a
 * global shortcut.
 */
export function commandOf(shortcut: string, commands: readonly Command[]): Command | undefined {
  return commands.findLast((command) => command.shortcut === shortcut && available(command))
}
