import { type ApprovalTask, ApprovalTaskPage } from '../../../contract/approvals.ts'
import { bridge } from '../../api/bridge.ts'
import { request } from '../../api/client.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { toast } from '../../ui/toast.ts'
import { text } from './text.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

/** After a reconnect, old events arrive again; older tasks are not announced. */
const newTaskWindow = 60_000
/** Events come in bursts; the tasks are fetched once per burst. */
const pause = 300

const announced = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let lastNotice = 0

/** Announces new tasks of the signed-in user, once each. */
export function scheduleNewTaskNotice(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    void showNewTaskNotice()
  }, pause)
}

/** Ids of recent tasks that the user can decide and that have not been announced. */
export const newTaskIds = (
  tasks: readonly Pick<ApprovalTask, 'id' | 'createdAt' | 'whyNotDecide'>[],
  alreadyAnnounced: ReadonlySet<string>,
  now: number,
): readonly string[] =>
  tasks
    .filter(
      ({ id, createdAt, whyNotDecide }) =>
        whyNotDecide === null && !alreadyAnnounced.has(id) && now - Date.parse(createdAt) < newTaskWindow,
    )
    .map(({ id }) => id)

async function showNewTaskNotice(): Promise<void> {
  if (!isPermitted(sessionStore.getState(), 'requests:decide')) return
  let items: readonly ApprovalTask[]
  try {
    ;({ items } = await request(ApprovalTaskPage, apiPaths.approvals, { query: { limit: 200 } }))
  } catch {
    // Without an answer there is nothing to announce; the list shows the tasks later.
    return
  }
  const newIds = newTaskIds(items, announced, Date.now())
  for (const id of newIds) announced.add(id)
  const first = items.find(({ id }) => id === newIds[0])
  if (!first) return
  const path = pages.approval(first.id)
  if (!document.hasFocus()) showSystemNotice(path)
  // The list itself shows the new task.
  if (document.hasFocus() && location.pathname.startsWith(pages.approvals)) return
  const what = first.items.map(({ name }) => name).join(', ')
  toast({
    kind: 'info',
    about: 'approvals.new',
    message: newIds.length > 1 ? text.newTasks(newIds.length) : text.newTask(what, first.requestee.name),
    action: { title: text.open, run: () => navigate(newIds.length > 1 ? pages.approvals : path) },
  })
}

/** At most once a minute, and without names: it may appear on a lock screen. */
function showSystemNotice(path: string): void {
  const now = Date.now()
  if (now - lastNotice < newTaskWindow) return
  lastNotice = now
  void bridge()?.notify({ title: text.noticeTitle, body: text.noticeBody, path })
}
