import { type ApprovalTask, ApprovalTaskPage } from '../../../contract/approvals.ts'
import { bridge } from '../../api/bridge.ts'
import { request } from '../../api/client.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { toast } from '../../ui/toast.ts'
import { text } from './text.ts'

/** After a lost connection old events are told again; what was put to somebody long ago is no news. */
const newTaskWindow = 60_000
/** Events come in bursts; what came of one is asked for once. */
const pause = 300

const announced = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let lastNotice = 0

/** Tells the person at the desk, once, what has newly come to them. */
export function scheduleNewTaskNotice(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    void showNewTaskNotice()
  }, pause)
}

/** What came just now, was not told yet, and can be decided by whoever is signed in. */
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
    ;({ items } = await request(ApprovalTaskPage, '/v1/approvals', { query: { limit: 200 } }))
  } catch {
    // What can't be asked can't be told; the list says it once it can.
    return
  }
  const newIds = newTaskIds(items, announced, Date.now())
  for (const id of newIds) announced.add(id)
  const first = items.find(({ id }) => id === newIds[0])
  if (!first) return
  const path = `/approvals/${encodeURIComponent(first.id)}`
  if (!document.hasFocus()) showSystemNotice(path)
  // Who looks at the inbox sees it come.
  if (document.hasFocus() && location.pathname.startsWith('/approvals')) return
  const what = first.items.map(({ name }) => name).join(', ')
  toast({
    kind: 'info',
    about: 'approvals.new',
    message: newIds.length > 1 ? text.manyCame(newIds.length) : text.oneCame(what, first.requestee.name),
    action: { title: text.look, run: () => navigate(newIds.length > 1 ? '/approvals' : path) },
  })
}

/** At most once a minute, and without a name: it may appear on a lock screen. */
function showSystemNotice(path: string): void {
  const now = Date.now()
  if (now - lastNotice < newTaskWindow) return
  lastNotice = now
  void bridge()?.notify({ title: text.noticeTitle, body: text.noticeBody, path })
}
