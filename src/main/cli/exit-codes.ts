/** How a command ends, for scripts (C35). */
export const exitCodes = {
  finished: 0,
  failure: 1,
  /** The input or the usage is wrong. */
  usage: 2,
  auth: 3,
  /** Not found, or in conflict with what is there. */
  conflict: 4,
  importFailed: 5,
  canceled: 6,
  /** It took too long, or it waits for a person. */
  paused: 7,
  notRunning: 8,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export const exitCodeTexts: Readonly<Record<ExitCode, string>> = {
  0: 'finished',
  1: 'failure',
  2: 'input or usage',
  3: 'not signed in or not allowed',
  4: 'not found, or in conflict',
  5: 'import failed',
  6: 'canceled',
  7: 'timed out, or waits for a person',
  8: 'not running',
}

/** Ends a command with a sentence for people and a code for scripts. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What an answer of the API means for a script. */
export function exitCodeOf(status: number): ExitCode {
  if (status < 400) return exitCodes.finished
  if (status === 401 || status === 403) return exitCodes.auth
  if (status === 404 || status === 409 || status === 412) return exitCodes.conflict
  return status < 500 ? exitCodes.usage : exitCodes.failure
}
