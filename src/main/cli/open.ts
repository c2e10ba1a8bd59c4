import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { InstanceFound } from '../instance/find.ts'
import { defaultDataDir, defaultImportsDir } from '../boot/data-paths.ts'
import { isSample, sampleImports, whyNotWatched } from '../data-dir/sample-directory.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { type Context, text, texts } from './command.ts'
import { CliError, exitCodes } from './exit-codes.ts'

export const dataDirOf = (context: Context): string => resolve(text(context, 'data') ?? defaultDataDir())
/** The folders that the line names and may be watched, or the one that is watched when it names none. */
export function importsDirsOf(context: Context): readonly string[] {
  const dataDir = dataDirOf(context)
  const watchable = namedDirsOf(context).filter((path) => whyNotWatched(dataDir, path) === null)
  return watchable.length > 0 ? watchable : [isSample(dataDir) ? sampleImports(dataDir) : resolve(defaultImportsDir())]
}

const namedDirsOf = (context: Context): readonly string[] => texts(context, 'imports').map((path) => resolve(path))

/**
 * Castellan as the local operator reaches it: through the one that runs, after it has proved itself, else by opening
 * the data directory for as long as the command takes.
 */
export interface Reach {
  readonly running: boolean
  call(request: Request): Promise<Response>
  close(): Promise<void>
}

export async function reach(context: Context): Promise<Reach> {
  const { findInstance } = await import('../instance/find.ts')
  const dataDir = dataDirOf(context)
  const instance = await findInstance(dataDir)
  if (instance.state === 'running') return through(instance)
  const { DirectoryTakenError } = await import('../workspace/workspace.ts')
  const workspace = await open(context, 'command').catch((error: unknown) => {
    if (error instanceof DirectoryTakenError && error.found.state === 'running') return through(error.found)
    throw error
  })
  if ('running' in workspace) return workspace
  return {
    running: false,
    call: (request) => workspace.host.fetch(request, { kind: 'operator' }),
    close: () => workspace.close(),
  }
}

/** Opens the data directory of this command line, with its obstacles said in words. */
export async function open(context: Context, mode: 'serve' | 'command'): Promise<Workspace> {
  // Loaded when it is needed: with the whole program behind it, --help would take half a second.
  const { DirectoryTakenError, openWorkspace, UnsuitableDirectoryError } = await import('../workspace/workspace.ts')
  const { startObstacle } = await import('../workspace/start-obstacle.ts')
  if (mode === 'serve') checkFolders(context)
  else checkNew(context)
  try {
    return await openWorkspace({
      dataDir: dataDirOf(context),
      importsDir: mode === 'serve' ? importsDirsOf(context) : null,
      mode,
      parts: context.parts,
    })
  } catch (error) {
    const obstacle = startObstacle(error)
    if (obstacle?.kind === 'unusable') throw new CliError(exitCodes.conflict, obstacle.words)
    if (error instanceof UnsuitableDirectoryError) throw new CliError(exitCodes.usage, error.message)
    if (error instanceof DirectoryTakenError && error.found.state !== 'running') {
      throw new CliError(exitCodes.conflict, `${error.message} ${unreachable(error.found)}`)
    }
    throw error
  }
}

const tryAgainMs = 2000

/**
 * Opens an existing data directory for a service: a full disk or a lock that somebody holds are waited for, since a service
 * that ends would only be started again.
 */
export async function openPatiently(context: Context): Promise<Workspace> {
  const { startObstacle } = await import('../workspace/start-obstacle.ts')
  for (let said = ''; ; ) {
    try {
      return await open(context, 'serve')
    } catch (error) {
      const obstacle = startObstacle(error)
      const waits = obstacle?.kind === 'passing' && existsSync(join(dataDirOf(context), 'castellan.db'))
      if (!waits || context.signal.aborted) throw error
      if (said !== obstacle.words) context.say(`${obstacle.words} Castellan starts as soon as that has passed.`)
      said = obstacle.words
      await sleep(tryAgainMs, undefined, { signal: context.signal }).catch(() => undefined)
    }
  }
}

function through({ instance }: Extract<InstanceFound, { state: 'running' }>): Reach {
  return { running: true, call: (request) => instance.call(request), close: async () => undefined }
}

function unreachable(instance: InstanceFound): string {
  switch (instance.state) {
    case 'silent':
      if (instance.discovery.mode === 'command')
        return `A command is still at work there (process ${instance.discovery.pid}). Try again when it is done.`
      return `It is process ${instance.discovery.pid} and listens on no port, so it can't be asked. End it, or use its window.`
    case 'impostor':
      return `Port ${instance.port} is answered by a program that can't prove to be it. Nothing was sent there.`
    default:
      return 'It is just ending. Try again.'
  }
}

/**
 * A mistyped directory must not look like one where all is well: `verify` would prove the empty log that it just made.
 * Where only backups are left, they can be looked at.
 */
function checkNew(context: Context): void {
  const dataDir = dataDirOf(context)
  if (['castellan.db', 'backups', 'checkpoints', 'audit-key.pem'].some((name) => existsSync(join(dataDir, name))))
    return
  if (!context.begins)
    throw new CliError(
      exitCodes.conflict,
      `There is no Castellan in ${dataDir}. Name its data directory with --data, or start one there: castellan serve.`,
    )
  context.say(`${dataDir} is a new data directory.`)
}

/** A sample workspace starts without the folders that it may not watch, and says so. */
function checkFolders(context: Context): void {
  for (const path of namedDirsOf(context)) {
    const why = whyNotWatched(dataDirOf(context), path)
    if (why !== null) context.say(`${path} is not watched. ${why}`)
  }
  importsDirsOf(context).forEach(mustBeFolder)
}

function mustBeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CliError(exitCodes.usage, `${path} is no folder, so it can't be watched.`)
}
