import { commonOptions, type Command, type Option } from './command.ts'
import type { Entry } from './commands.ts'
import { exitCodeTexts } from './exit-codes.ts'

/** What `castellan --help` prints. */
export function overview(version: string, commands: Readonly<Record<string, Entry>>): string {
  const entries = Object.entries(commands)
  const width = Math.max(...entries.map(([name]) => name.length))
  return [
    `castellan ${version}: access governance on this machine`,
    '',
    'Usage: castellan COMMAND [OPTION …]',
    '',
    'Commands:',
    ...entries.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Examples:',
    '  castellan serve --data ./data --imports ./imports --port 0 --ready-file ready.json',
    '  castellan serve --browser',
    '  castellan COMMAND --help',
    '',
    'Exit codes:',
    ...Object.entries(exitCodeTexts).map(([code, text]) => `  ${code}  ${text}`),
  ].join('\n')
}

/** What `castellan COMMAND --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const options: [string, Option][] = Object.entries({ ...command.options, ...commonOptions })
  const labels = options.map(([option, { value }]) => `--${option}${value === undefined ? '' : ` ${value}`}`)
  const width = Math.max(...labels.map((label) => label.length))
  return [
    `Usage: castellan ${name} ${command.usage}`.trimEnd(),
    '',
    command.description,
    '',
    'Options:',
    ...options.map(([, { help }], i) => `  ${(labels[i] ?? '').padEnd(width)}  ${help}`),
    '',
    'Examples:',
    ...command.examples.map((line) => `  ${line}`),
  ].join('\n')
}
