import { recordAudit } from '../audit/audit.service.ts'
import { system } from '../shared/actor.ts'
import { planFollowUps } from './follow-ups/follow-ups.service.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { hasEnded } from './model/import.ts'
import { objectOf } from './model/import.view.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'

/** Cancels an import whose cancellation was requested after the last chunk of a step: no further step follows. */
export function cancelIfRequested({ env, runner, emit }: ImportsDependencies, guid: string): void {
  const row = imports.get(env.store.reader, guid)
  if (!row || row.cancel_asked_at === null || hasEnded(row.state)) return
  const at = env.clock()
  env.store.transact((tx) => {
    imports.move(tx, { id: row.id, from: row.state, to: 'cancelled', finishedAt: at })
    imports.log(tx, row.id, at, 'Stopped; nothing was changed.')
  })
  runner.files.discard(guid)
  emit({ type: 'import', id: guid, state: 'cancelled' })
}

/**
 * Ends an import whose staging or applying has no result. Current data is untouched.
 * @param error what broke; null when it was cancelled
 */
export function endUnfinished({ env, runner, emit }: ImportsDependencies, row: ImportWithNames, error: unknown): void {
  const at = env.clock()
  const cancelled = error === null
  const from = imports.get(env.store.reader, row.guid)?.state
  // What broke came after its end: the import is what it is.
  if (from !== undefined && hasEnded(from)) return
  const to = cancelled ? 'cancelled' : 'failed'
  env.store.transact((tx) => {
    if (!cancelled) {
      const message = wordsOf(error)
      const failure = { message: `It could not be finished: ${message}`, problems: [] }
      imports.setFailure(tx, row.id, JSON.stringify(failure))
      recordAudit(tx, at, system, { action: 'import.failed', object: objectOf(row), details: { message } })
    }
    if (from !== undefined) imports.move(tx, { id: row.id, from, to, finishedAt: at })
    if (to === 'failed') planFollowUps(tx, row.id, 'failed')
    imports.log(tx, row.id, at, cancelled ? 'Stopped; nothing was changed.' : 'Failed; nothing was changed.')
  })
  runner.files.discard(row.guid)
  emit({ type: 'import', id: row.guid, state: to })
}

/** What may be shown of something that broke: a raw message could name a path or a statement. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full. Free some space and stage the file again.'
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB')
    return 'the database is damaged. Restore the newest backup.'
  return `something went wrong inside Castellan${code === null ? '' : ` (${code})`}. Stage the file again; if it fails again, report it with the time.`
}
