import type { HostEvent } from '../../../contract/events.ts'
import type { Environment } from '../../domain/shared/environment.ts'
import { applyDeadlines } from '../../domain/access-requests/workflow/deadlines.ts'
import { verifyClaims, verifyAllClaims } from '../../domain/access-requests/verification/verification.service.ts'
import { bestEffort } from '../../storage/best-effort.ts'

const minute = 60_000

/**
 * What happens to requests without anybody's doing: tasks become overdue, access and exceptions reach their end, and an
 * import shows whether what was claimed was done.
 * @param applicationOf the application of an import
 * @param matched resolves when the accounts of all imports so far are matched to people
 * @returns how to stop
 */
export function startRequestDeadlines(
  env: Environment,
  listen: (listener: (event: HostEvent) => void) => () => void,
  applicationOf: (importId: string) => string,
  matched: () => Promise<void>,
): () => void {
  bestEffort(() => void applyDeadlines(env))
  bestEffort(() => verifyAllClaims(env))
  const ticking = setInterval(() => bestEffort(() => void applyDeadlines(env)), minute)
  ticking.unref()
  let stopped = false
  const stopListening = listen((event) => {
    if (event.type !== 'import' || (event.state !== 'applied' && event.state !== 'duplicate')) return
    void matched().then(() => {
      if (!stopped) bestEffort(() => void verifyClaims(env, applicationOf(event.id)))
    })
  })
  return () => {
    stopped = true
    clearInterval(ticking)
    stopListening()
  }
}
