import type { ParseArgsOptionsConfig } from 'node:util'
import type { ProgramFiles } from '../boot/program-files.ts'
import type { ExitCode } from './exit-codes.ts'

/** One thing that the command line can do. */
export interface Command {
  /** Without the name: `--data DIR --name NAME`. */
  readonly usage: string
  /** What it does and what it leaves behind. */
  readonly description: string
  readonly options: Readonly<Record<string, Option>>
  /** The rest of the line, named for the help; none are taken when absent. */
  readonly arguments?: readonly string[]
  /** Whole lines to copy. */
  readonly examples: readonly string[]
  /** It runs until it is stopped, and ends by itself then. Any other command is cut off by Ctrl-C. */
  readonly untilStopped?: boolean
  /** It may be the first thing that is done to a data directory. Any other is refused where there is none. */
  readonly begins?: boolean
  run(context: Context): Promise<ExitCode>
}

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly help: string
  /** Shown in the help after the option: `DIR`. */
  readonly value?: string
  readonly multiple?: boolean
}

/** What a command is given. It writes nowhere else. */
export interface Context {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
  readonly parts: ProgramFiles
  readonly begins: boolean
  /** With --json. */
  readonly json: boolean
  /** False when nobody sits there to be asked, or with --no-input. */
  readonly interactive: boolean
  /** The result, on stdout: the value as JSON with --json, else the text. */
  readonly result: (value: unknown, text: string) => void
  /** Talk, on stderr. */
  readonly say: (line: string) => void
  /** Everything on standard input, for secrets and files that are piped in. */
  readonly stdin: () => Promise<string>
  /** Asks the person at the terminal; only when interactive. */
  readonly question: (text: string) => Promise<string>
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** The value of an option that takes a text. */
export function text(context: Context, name: string): string | undefined {
  const value = context.values[name]
  return typeof value === 'string' ? value : undefined
}

/** The values of an option that may come several times. */
export function texts(context: Context, name: string): readonly string[] {
  const value = context.values[name]
  return Array.isArray(value) ? value.map(String) : []
}

export const flag = (context: Context, name: string): boolean => context.values[name] === true

/** Options that every command takes. */
export const commonOptions = {
  json: { type: 'boolean', help: 'Print the result as JSON.' },
  help: { type: 'boolean', help: 'Explain this command.' },
  'no-input': { type: 'boolean', help: 'Ask nothing; fail instead.' },
} as const satisfies Record<string, Option>

export const dataOption: Option = {
  type: 'string',
  value: 'DIR',
  help: 'The data directory. Default: $CASTELLAN_DATA, else the user’s own.',
}

export function parseOptions(command: Command): ParseArgsOptionsConfig {
  const all: Record<string, Option> = { ...command.options, ...commonOptions }
  return Object.fromEntries(
    Object.entries(all).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false, ...(name === 'help' ? { short: 'h' } : {}) },
    ]),
  )
}
