import type { Command } from './command.ts'

/** One line of the overview, and how to get at the rest: a command is loaded when it is used, so the help is quick. */
export interface Entry {
  readonly summary: string
  readonly load: () => Promise<Command>
}

export const commands: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'Run Castellan without a window, on 127.0.0.1',
    load: async () => (await import('./serve.ts')).serve,
  },
  status: {
    summary: 'Say who has a data directory open, and where it listens',
    load: async () => (await import('./status.ts')).status,
  },
}

/** The longest name that the line begins with: `token create` before `token`. */
export function findCommand(words: readonly string[], table = commands): { name: string; entry: Entry } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const entry = words.length >= length && Object.hasOwn(table, name) ? table[name] : undefined
    if (entry !== undefined) return { name, entry }
  }
  return undefined
}
