import { readFileSync } from 'node:fs'
import { withReach } from './ask.ts'
import { type Context, type Option, text } from './command.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'

/** Of a command that may act as a script with its own rights, or as the person whose token it is. */
export const tokenOption: Option = {
  type: 'string',
  value: 'FILE',
  help: 'A file with a token to act with. Default: $CASTELLAN_TOKEN, else the local operator.',
}

/**
 * Runs a command's work with the token that the line or the environment gives, else as the local operator. A token is never
 * an argument: other users could read it there.
 * @throws CliError when there is a token and no Castellan runs that it could be shown to
 */
export const withCaller = <T>(context: Context, work: (reached: Reach) => Promise<T>): Promise<T> =>
  withReach(context, (reached) => {
    const token = tokenOf(context)
    if (token === undefined) return work(reached)
    if (!reached.running)
      throw new CliError(exitCodes.notRunning, 'A token is for a Castellan that runs: start it, with its API on.')
    const call = (request: Request) =>
      reached.call(new Request(request, { headers: [...request.headers, ['authorization', `Bearer ${token}`]] }))
    return work({ ...reached, call })
  })

function tokenOf(context: Context): string | undefined {
  const file = text(context, 'token-file')
  if (file === undefined) return process.env['CASTELLAN_TOKEN']?.trim() || undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new CliError(exitCodes.usage, `${file} can’t be read: --token-file takes a file that holds a token.`)
  }
}
