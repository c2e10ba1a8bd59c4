import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { PortBusyError } from '../transport/listener.ts'
import { endOnCrash } from '../data-dir/crash.ts'
import { type Instance, looksLikeCastellan } from '../instance/find.ts'
import { askForCode } from '../instance/one-time-code.ts'
import { defaultPort } from '../boot/data-paths.ts'
import { version } from '../boot/version.ts'
import { DirectoryTakenError, type Workspace } from '../workspace/workspace.ts'
import { type Context, flag, text } from './command.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import { dataDirOf, importsDirsOf, openPatiently } from './open.ts'

/** A process that does not end in this time is ended: less than what service managers grant. */
const longestEnd = 4_900

/** What `castellan serve` does, apart from its help: it loads the whole program. */
export async function runServe(context: Context): Promise<ExitCode> {
  const port = portOf(text(context, 'port') ?? process.env['CASTELLAN_PORT'] ?? String(defaultPort))
  const readyFile = text(context, 'ready-file')
  // A file of an earlier run would tell a script that this one is ready.
  if (readyFile !== undefined) rmSync(resolve(readyFile), { force: true })
  let workspace: Workspace
  try {
    workspace = await openPatiently(context)
  } catch (error) {
    if (error instanceof DirectoryTakenError && error.found.state === 'running') {
      return pointTo(error.found.instance, context, readyFile)
    }
    throw error
  }
  endOnCrash(dataDirOf(context), (code) => process.exit(code))
  return untilStopped(workspace, port, context, readyFile)
}

async function untilStopped(
  workspace: Workspace,
  port: number,
  context: Context,
  readyFile?: string,
): Promise<ExitCode> {
  const stopped = new Promise<void>((done) => {
    if (context.signal.aborted) done()
    context.signal.addEventListener('abort', () => done(), { once: true })
  })
  try {
    const { url, port: boundPort } = await workspace.listen(port, { replaceGlobals: true, budgets: budgetsOf(context) })
    const facts = { url, port: boundPort, pid: process.pid, version }
    sayLastCrash(workspace, context)
    if (flag(context, 'browser')) sayLink(url, await workspace.host.createOneTimeCode(), context)
    if (readyFile !== undefined) writeWhole(resolve(readyFile), JSON.stringify(facts))
    context.result(facts, `Castellan answers at ${url}`)
    context.say(`Data: ${dataDirOf(context)}\nImports: ${importsDirsOf(context).join(', ')}`)
    await stopped
  } catch (error) {
    if (error instanceof PortBusyError) throw await portBusy(error)
    throw error
  } finally {
    setTimeout(() => process.exit(exitCodes.failure), longestEnd).unref()
    await workspace.close()
  }
  return exitCodes.finished
}

function sayLastCrash({ lastCrash }: Workspace, context: Context): void {
  if (lastCrash === null) return
  context.say(
    `The last run was ended by a fault (${lastCrash.name}, ${lastCrash.at}). What was finished before it is there.`,
  )
}

/** One runs here already: that one is what was asked for. */
async function pointTo(instance: Instance, context: Context, readyFile?: string): Promise<ExitCode> {
  const { url, port, pid } = instance
  const facts = { url, port, pid, version: instance.version }
  if (readyFile !== undefined) writeWhole(resolve(readyFile), JSON.stringify(facts))
  context.result({ ...facts, alreadyRunning: true }, `Castellan answers at ${url} already (process ${pid}).`)
  if (flag(context, 'browser')) {
    sayLink(url, await askForCode(instance), context)
  }
  return exitCodes.finished
}

/** On stderr: the link is for the person at this terminal, not for a pipe. Without a code people sign in. */
function sayLink(url: string, code: string | null, context: Context): void {
  if (code === null) context.say(`Open this address in the browser and sign in:\n\n  ${url}/\n`)
  else context.say(`Open this link in the browser; it works once, for ten minutes:\n\n  ${url}/#code=${code}\n`)
}

async function portBusy({ port }: PortBusyError): Promise<CliError> {
  const occupant = (await looksLikeCastellan(port)) ? 'another Castellan, with other data' : 'another program'
  return new CliError(
    exitCodes.conflict,
    `Port ${port} on 127.0.0.1 is in use by ${occupant}. End it, or choose another port with --port (0 takes any free one).`,
  )
}

function portOf(value: string): number {
  const port = Number(value)
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port
  throw new CliError(exitCodes.usage, `"${value}" is no port: give a number from 0 to 65535.`)
}

/** @throws CliError usage */
function budgetsOf(context: Context): {
  readonly callsAMinute?: number
  readonly facadeCallsAMinute?: number
  readonly changesAMinute?: number
} {
  const value = text(context, 'calls-a-minute')
  if (value === undefined) return {}
  const callsAMinute = Number(value)
  if (!/^\d{1,9}$/.test(value) || callsAMinute < 1)
    throw new CliError(exitCodes.usage, '--calls-a-minute takes a whole number from 1.')
  return { callsAMinute, facadeCallsAMinute: callsAMinute, changesAMinute: Math.ceil(callsAMinute / 2) }
}

/** Whole or not at all, since a script polls for it. It holds no secret, and the umask says who may read it: the script may run as somebody else. */
function writeWhole(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${content}\n`)
  renameSync(temporary, file)
}
