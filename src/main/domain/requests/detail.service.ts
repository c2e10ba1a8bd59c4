import type { AccessRequestDetail } from '../../../contract/requests.ts'
import type { Reader } from '../../storage/open.ts'
import { tasksOf } from '../approvals/approvals.service.ts'
import { viewTask } from '../approvals/task.view.ts'
import type { Participant } from '../roles/participant.ts'
import { mayCancel, mustSee } from './access-to-request.ts'
import { filesOf } from './attachments.service.ts'
import { historyOf } from './comments.service.ts'
import { viewAttachment, viewHistory, viewRequest } from './request.view.ts'
import { getRequest } from './reading.service.ts'

/** A request with everything that somebody may see of it. @throws Refusal `not found`, `forbidden` */
export function requestDetail(db: Reader, who: Participant, key: string): AccessRequestDetail {
  const request = getRequest(db, key)
  const sight = mustSee(db, who, request)
  const open = request.status === 'in-progress'
  return {
    request: viewRequest(db, request),
    tasks: tasksOf(db, request.id).map((task) => viewTask(db, who, task)),
    history: historyOf(db, request.id, sight).map((entry) => viewHistory(db, entry)),
    attachments: filesOf(db, request.id, sight).map((file) => viewAttachment(db, file)),
    may: {
      cancel: open && mayCancel(who, request),
      comment: sight.speaks,
      hide: sight.speaks && sight.hidden,
    },
  }
}
