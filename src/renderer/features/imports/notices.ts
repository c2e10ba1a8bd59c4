import type { QueryClient } from '@tanstack/react-query'
import type { HostEvent } from '../../../contract/events.ts'
import { Import } from '../../../contract/imports.ts'
import { scheduleRefresh } from '../../api/refresh.ts'
import { request } from '../../api/client.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'
import { asProblem } from '../../api/problem.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { announce } from '../../ui/live-region.tsx'
import { toast } from '../../ui/toast.ts'
import { importKeys } from './queries.ts'
import { text } from './text.ts'
import { stageRollback } from './decision/use-decisions.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

/** After a reconnect, old events arrive again; results older than this are not announced. */
const noticeWindow = 60_000

/** Announces finished steps: to screen readers, and with an undo toast after an import was applied. */
export async function announceImportEvent(event: HostEvent & { type: 'import' }, queries: QueryClient): Promise<void> {
  if (!['staged', 'applied', 'failed'].includes(event.state)) return
  if (!isPermitted(sessionStore.getState(), 'imports:read')) return
  let importRun: Import
  try {
    // Not from the query cache: its queries restart with each change.
    importRun = await request(Import, apiPaths.import(event.id))
  } catch {
    // Without an answer there is nothing to announce; the list shows the import later.
    return
  }
  if (importRun.state !== event.state) return
  const { name } = importRun.application
  if (importRun.finishedAt !== null && Date.now() - Date.parse(importRun.finishedAt) > noticeWindow) return
  if (importRun.state === 'staged')
    announce(importRun.guard?.verdict === 'tripped' ? text.announceTripped(name) : text.announceReview(name))
  if (importRun.state === 'failed') announce(text.announceFailed(name))
  if (importRun.state === 'applied') offerUndo(importRun, queries)
}

/** The toast is a live region, so it is not announced again. */
function offerUndo(importRun: Import, queries: QueryClient) {
  const about = `applied to ${importRun.application.id}`
  const message = text.toastApplied(importRun.application.name)
  if (!importRun.undoable || !isPermitted(sessionStore.getState(), 'imports:apply'))
    return toast({ kind: 'done', message, about })
  const run = async () => {
    try {
      const staged = await stageRollback(importRun)
      scheduleRefresh(queries, importKeys.all)
      navigate(pages.import(staged.id))
    } catch (thrown) {
      toast({ kind: 'error', message: asProblem(thrown).detail })
    }
  }
  return toast({ kind: 'done', message, about, action: { title: text.toastUndo, undo: true, run: () => void run() } })
}
