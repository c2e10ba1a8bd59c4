import type { ListenerStatus } from '../../contract/bridge.ts'
import type { HostEvent } from '../../contract/events.ts'
import { createRequestHandler, windowHandler } from '../transport/request-handler.ts'
import { PortBusyError } from '../transport/listener.ts'
import { problemResponse } from '../api/http/problem.ts'
import { isApiPath } from '../transport/api-paths.ts'
import { serveStatic } from '../transport/static.ts'
import { type Instance, looksLikeCastellan } from '../instance/find.ts'
import { followEvents } from '../instance/follow-events.ts'
import { savePendingNote, type Noted } from '../data-dir/pending-audit-notes.ts'
import { askForCode } from '../instance/one-time-code.ts'
import type { ProgramFiles } from '../boot/program-files.ts'
import { DirectoryTakenError, openWorkspace, type Workspace } from './workspace.ts'

export interface WindowPaths {
  readonly dataDir: string
  readonly importsDir: string
  readonly port: number
}

/** What stands behind the window, in this process or in another. */
export interface WindowBackend {
  /** Answers the page. */
  respond(request: Request): Promise<Response>
  status(): ListenerStatus
  /** What the page's address ends with at the first load: a one-time code where one is needed. */
  readonly hash: string
  /** What there is to say at the start; null mostly. */
  readonly notice: string | null
  listen(listener: (event: HostEvent) => void): () => void
  /** Takes down what the shell refused. */
  note(noted: Noted): void
  /** The machine is locked or goes to sleep: so is everybody's session. */
  lockAll(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the data directory for a window, or, where one that runs without a window has it, opens that one. The port is a
 * door for others: when it is taken, the window says so and works on.
 */
export async function openWindowBackend(places: WindowPaths, parts: ProgramFiles): Promise<WindowBackend> {
  try {
    const workspace = await openWorkspace({ ...places, mode: 'window', parts })
    return await ownBackend(workspace, places.port)
  } catch (error) {
    if (error instanceof DirectoryTakenError && error.found.state === 'running') {
      return runningBackend(error.found.instance, places.dataDir, parts)
    }
    throw error
  }
}

async function ownBackend(workspace: Workspace, port: number): Promise<WindowBackend> {
  const { host, files, report, lastCrash } = workspace
  const status = await openPort(workspace, port)
  const handle = createRequestHandler({
    answer: (request, caller) => host.fetch(request, caller),
    identify: (authorization) => host.identify(authorization, 'window'),
    files,
    report,
  })
  return {
    respond: windowHandler(handle, report),
    status: () => status,
    hash: '',
    notice:
      lastCrash === null
        ? null
        : `The last run was ended by a fault (${lastCrash.name}). What was finished before it is there.`,
    listen: (listener) => host.listen(listener),
    note: (noted) => host.note(noted),
    lockAll: async () => host.lockAll(),
    close: () => workspace.close(),
  }
}

async function openPort(workspace: Workspace, port: number): Promise<ListenerStatus> {
  try {
    const listener = await workspace.listen(port)
    return { state: 'listening', port: listener.port, detail: `Scripts reach this Castellan at ${listener.url}.` }
  } catch (error) {
    if (!(error instanceof PortBusyError)) throw error
    const who = (await looksLikeCastellan(port)) ? 'another Castellan, with other data' : 'another program'
    const detail = `Port ${port} is in use by ${who}. This window works without it; scripts do not reach it.`
    return { state: 'port-busy', port, detail }
  }
}

/** Cross-origin headers are the wire's; on the window's scheme they would end the page. */
const wireOnly = /^cross-origin-/

async function runningBackend(instance: Instance, dataDir: string, parts: ProgramFiles): Promise<WindowBackend> {
  const files = serveStatic(parts.page)
  const code = await askForCode(instance)
  const { port, url, pid } = instance
  return {
    async respond(request) {
      const { pathname } = new URL(request.url)
      if (!isApiPath(pathname)) return files.respond(request.method, pathname)
      try {
        const { status, headers, body } = await instance.forward(request)
        const own = [...headers].filter(([name]) => !wireOnly.test(name))
        return new Response(body, { status, headers: own })
      } catch {
        return problemResponse({
          status: 503,
          code: 'unreachable',
          title: 'The Castellan that this window shows has ended.',
          detail: 'Close this window and open it again: it then opens the data itself.',
        })
      }
    },
    status: () => ({
      state: 'elsewhere',
      port,
      detail: `This window shows the Castellan that runs at ${url} (process ${pid}).`,
    }),
    hash: code === null ? '' : `#code=${code}`,
    notice: null,
    listen: (listener) => followEvents(instance, listener),
    note: (noted) => savePendingNote(dataDir, noted),
    async lockAll() {
      const headers = { 'content-type': 'application/json' }
      // One that has just ended has nothing left to lock.
      await instance
        .call(new Request(`${url}/v1/session/lock-all`, { method: 'POST', headers, body: '{}' }))
        .catch(() => undefined)
    },
    close: async () => undefined,
  }
}
