import type { AccessRequestDetail } from '../../../../contract/requests.ts'
import type { Reader } from '../../../storage/open.ts'
import { taskItems, tasksOf } from '../workflow/approvals.service.ts'
import { viewTask } from './task.view.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { mayCancel, requireVisible, seesAny } from './visibility.ts'
import { filesOf } from './attachments.service.ts'
import { historyOf } from './comments.service.ts'
import { viewAttachment, viewHistory, viewRequest } from './request.view.ts'
import { getRequest } from '../workflow/read-request.service.ts'

/** A request with everything that somebody may see of it. @throws DomainError `not-found`, `forbidden` */
export function requestDetail(db: Reader, participant: Participant, key: string): AccessRequestDetail {
  const request = getRequest(db, key)
  const sight = requireVisible(db, participant, request)
  const open = request.status === 'in-progress'
  return {
    request: viewRequest(db, request, sight),
    tasks: tasksOf(db, request.id).map((task) => {
      const view = viewTask(db, participant, task)
      const rows = taskItems(db, task.id).map(({ item }) => item)
      // Why others decided about what is not theirs to see stays with them.
      return seesAny(sight, rows) ? view : { ...view, items: view.items.map((item) => ({ ...item, comment: '' })) }
    }),
    history: historyOf(db, request.id, sight).map((entry) => viewHistory(db, entry)),
    attachments: filesOf(db, request.id, sight).map((file) => viewAttachment(db, file)),
    may: {
      cancel: open && mayCancel(participant, request),
      comment: sight.speaks,
      hide: sight.speaks && sight.hidden,
    },
  }
}
