import type { ApiProblem } from '../../api/http/problem.ts'

/** Does not tell which name is expected: a request under a wrong name is not for us (DNS rebinding). */
export const misdirected: ApiProblem = {
  status: 421,
  code: 'misdirected',
  title: 'This is not the server you asked for.',
}

/** The names under which this server answers, exactly as a browser writes them. */
function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
}

/**
 * Exactly one Host header with exactly one of our names and our port. A web page that points its own name at 127.0.0.1
 * fails here, before any other check.
 */
export function checkHost(hosts: readonly string[], port: number): ApiProblem | null {
  const [host] = hosts
  if (hosts.length !== 1 || host === undefined) return misdirected
  return host === `127.0.0.1:${port}` || ownHosts(port).includes(host) ? null : misdirected
}
