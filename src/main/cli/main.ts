import { parseArgs } from 'node:util'
import type { ProgramFiles } from '../boot/program-files.ts'
import { version } from '../boot/version.ts'
import { type Command, type Context, parseOptions } from './command.ts'
import { commands, findCommand } from './commands.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import { commandHelp, overview } from './help.ts'

/** Where the command line reads and writes; tests bring their own. */
export interface Console {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly isTerminal: boolean
  readonly stdin: () => Promise<string>
  readonly question: (text: string) => Promise<string>
  readonly signal: AbortSignal
}

/** Runs one line and returns its exit code. Every error ends as a sentence on stderr. */
export async function main(argv: readonly string[], parts: ProgramFiles, io: Console): Promise<ExitCode> {
  const json = argv.includes('--json')
  try {
    return await run(argv, parts, io, json)
  } catch (error) {
    const { exitCode, message } = explain(error)
    io.err(json ? JSON.stringify({ error: { exitCode, message } }) : `castellan: ${message}`)
    return exitCode
  }
}

async function run(argv: readonly string[], parts: ProgramFiles, io: Console, json: boolean): Promise<ExitCode> {
  const match = findCommand(argv)
  if (match === undefined) return withoutCommand(argv, io)
  const command = await match.entry.load()
  const rest = argv.slice(match.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(commandHelp(match.name, command))
    return exitCodes.finished
  }
  const { values, positionals } = parseLine(match.name, command, rest)
  const context: Context = {
    values,
    positionals,
    parts,
    begins: command.begins === true,
    json,
    interactive: io.isTerminal && values['no-input'] !== true,
    result: (value, text) => io.out(json ? JSON.stringify(value) : text),
    say: (line) => io.err(line),
    stdin: io.stdin,
    question: io.question,
    signal: io.signal,
  }
  return command.untilStopped === true
    ? command.run(context)
    : Promise.race([command.run(context), interrupted(io.signal)])
}

/** Ctrl-C ends a command at once: whatever it was doing is one transaction, which is there or is not. */
function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(new CliError(exitCodes.canceled, 'Canceled.'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
}

function withoutCommand([first]: readonly string[], io: Console): ExitCode {
  if (first === '--version' || first === '-v') {
    io.out(version)
    return exitCodes.finished
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    io.out(overview(version, commands))
    return exitCodes.finished
  }
  const family = Object.keys(commands).filter((name) => name.startsWith(`${first} `))
  if (family.length > 0) throw new CliError(exitCodes.usage, `Say what to do: ${family.join(', ')}.`)
  throw new CliError(exitCodes.usage, `There is no command "${first}". See castellan --help.`)
}

function parseLine(name: string, command: Command, args: readonly string[]) {
  try {
    const allowPositionals = command.arguments !== undefined
    return parseArgs({ args: [...args], options: parseOptions(command), allowPositionals, strict: true })
  } catch (error) {
    // Node's sentences name the option; its hints about quoting do not help here.
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    throw new CliError(exitCodes.usage, `${message}. See castellan ${name} --help.`)
  }
}

function explain(error: unknown): { exitCode: ExitCode; message: string } {
  if (error instanceof CliError) return error
  return { exitCode: exitCodes.failure, message: error instanceof Error ? error.message : String(error) }
}
