import { createStore } from 'zustand/vanilla'
import type { IconName } from '../ui/icon.tsx'

type CommandGroup = 'Actions' | 'Review' | 'Go to' | 'View' | 'Help'

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
  /** Whether the command can run now; yes if absent. A disabled command is not offered. */
  readonly isEnabled?: boolean | (() => boolean)
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

/** The commands of one screen or component. */
export interface Registration {
  /** Replaces the commands and keeps their position. */
  readonly set: (commands: readonly Command[]) => void
  readonly remove: () => void
}

/** Registers commands. They come after those of earlier registrations, and win over them. */
export function registerCommands(added: readonly Command[] = []): Registration {
  let own: readonly Command[] = []
  const set = (next: readonly Command[]) => {
    const { commands } = commandStore.getState()
    const start = commands.findIndex((command) => own.includes(command))
    const others = commands.filter((command) => !own.includes(command))
    commandStore.setState({ commands: others.toSpliced(start < 0 ? others.length : start, 0, ...next) })
    own = next
  }
  set(added)
  return { set, remove: () => set([]) }
}

export function isEnabled({ isEnabled: enabled = true }: Command): boolean {
  return typeof enabled === 'function' ? enabled() : enabled
}

/** Runs a command if it is enabled, and records it as recent. */
export function runCommand(id: string): boolean {
  const command = commandStore.getState().commands.findLast((command) => command.id === id && isEnabled(command))
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
  return commands.findLast((command) => command.shortcut === shortcut && isEnabled(command))
}
