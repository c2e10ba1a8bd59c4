import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { scheduleNewTaskNotice } from './new-task-notice.ts'
import { ApprovalsScreen } from './approvals-screen.tsx'
import { approvalKeys } from './queries.ts'
import { WaitingCount } from './waiting-count.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const approvals: Feature = {
  id: 'approvals',
  title: 'Approvals',
  icon: 'approvals',
  path: pages.approvals,
  key: 'd',
  Screen: ApprovalsScreen,
  places: [
    { title: 'My closed tasks', path: pages.closedTasks, scope: 'requests:decide' },
    { title: 'All open tasks', path: pages.allTasks, scope: 'requests:read' },
  ],
  Count: WaitingCount,
  onEvent: (event, queries) => {
    if (event.type !== 'request') return
    scheduleNewTaskNotice()
    scheduleRefresh(queries, approvalKeys.all)
  },
}
