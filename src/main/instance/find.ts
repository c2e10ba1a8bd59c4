import { callLoopback } from './call.ts'
import { type Discovery, readDiscovery } from './discovery.ts'
import { isAlive } from './holder.ts'
import { isProof, newChallenge, operatorCredential } from './proof.ts'

/** The process that has a data directory, as far as it can be proved. */
export type InstanceFound =
  | { readonly state: 'nobody' }
  /** A living process has it and listens nowhere: it is starting, or its port was taken. */
  | { readonly state: 'silent'; readonly discovery: Discovery }
  /** Something answers on its port and can't prove that it is Castellan: it is told nothing. */
  | { readonly state: 'impostor'; readonly port: number }
  | { readonly state: 'running'; readonly instance: Instance }

export interface Instance {
  readonly port: number
  readonly url: string
  readonly pid: number
  readonly version: string
  readonly mode: Discovery['mode']
  /** Asks as the local operator, unless the request brings its own credential. */
  readonly call: (request: Request) => Promise<Response>
  /** Passes a request on as it is: for a window, whose page proves itself. */
  readonly forward: (request: Request) => Promise<Response>
}

const patienceMs = 2_000

/**
 * Looks for the Castellan that has this data directory, and makes it prove itself before anything secret is sent. It is
 * asked at 127.0.0.1, where it listens; a program on another address of the same port is never contacted.
 */
export async function findInstance(dataDir: string, now: () => number = Date.now): Promise<InstanceFound> {
  const discovery = readDiscovery(dataDir)
  if (discovery === null || !isAlive(discovery)) return { state: 'nobody' }
  if (discovery.port === null) return { state: 'silent', discovery }
  const { port, key } = discovery
  if (!(await provesItself(port, key))) return { state: 'impostor', port }
  const forward = (request: Request): Promise<Response> => callLoopback(port, request)
  const call = (request: Request): Promise<Response> => {
    if (request.headers.has('authorization')) return forward(request)
    const own = new Request(request, {
      headers: [...request.headers, ['authorization', operatorCredential(key, now())]],
    })
    return callLoopback(port, own)
  }
  const { pid, version, mode } = discovery
  return { state: 'running', instance: { port, pid, version, mode, url: `http://127.0.0.1:${port}`, call, forward } }
}

async function provesItself(port: number, key: string): Promise<boolean> {
  const challenge = newChallenge()
  const given = await askForProof(port, challenge)
  return given !== null && isProof(key, challenge, port, given)
}

/** True when some Castellan answers on a port, whoever's it is: enough to name who holds it, not to trust it. */
export async function looksLikeCastellan(port: number): Promise<boolean> {
  return /^[0-9a-f]{64}$/.test((await askForProof(port, newChallenge())) ?? '')
}

/** The answering program may be hostile: it has two seconds in all, and its answer is only compared. */
async function askForProof(port: number, challenge: string): Promise<string | null> {
  const url = `http://127.0.0.1:${port}/.well-known/instance?challenge=${challenge}`
  try {
    const response = await callLoopback(port, new Request(url, { signal: AbortSignal.timeout(patienceMs) }))
    const { proof } = (await response.json()) as { proof?: unknown }
    return typeof proof === 'string' ? proof : null
  } catch {
    return null
  }
}
