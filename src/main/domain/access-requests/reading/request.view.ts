import type { z } from 'zod'
import type { AccessRequest } from '../../../../contract/requests.ts'
import type {
  AttachmentInfo,
  HistoryEntry as HistoryWire,
  RequestItem as ItemView,
} from '../../../../contract/request-parts.ts'
import type { Reader } from '../../../storage/open.ts'
import { tasksOf } from '../workflow/approvals.service.ts'
import { entryOf } from '../../catalogue/catalogue.service.ts'
import { nameOf } from '../../roles/principals.service.ts'
import { viewPerson, viewPersonOrNull, viewPrincipal } from '../../roles/principal.view.ts'
import { seesAny, type Visibility } from './visibility.ts'
import type { Attachment } from './attachments.service.ts'
import type { HistoryEntry } from './comments.service.ts'
import type { Request, RequestItem } from '../model/request.ts'
import { viewAnswers } from './answers.view.ts'
import { viewPrivileges } from './privilege.view.ts'
import { itemOf, itemsOf } from '../workflow/read-request.service.ts'
import { statusWords } from './request-labels.ts'
import { instant, instantOrNull } from '../../shared/instant.ts'

/** A request as `/v1` shows it. @param sight what of it is seen; everything unless given */
export function viewRequest(db: Reader, request: Request, sight?: Visibility): AccessRequest {
  const items = itemsOf(db, request.id)
  const waiting = tasksOf(db, request.id)
    .filter(({ status }) => status === 'in-progress')
    .map(({ approver }) => nameOf(db, approver))
  return {
    id: request.key,
    requester: viewPersonOrNull(db, request.requester),
    requestee: viewPerson(db, request.requestee),
    status: request.status,
    statusText: statusWords(request.status, items, [...new Set(waiting)]),
    comment: request.comment,
    items: items.map((item) => viewItem(db, item, !sight || seesAny(sight, [item.id]))),
    requestedAt: instant(request.requestedAt),
    completedAt: instantOrNull(request.completedAt),
    revision: request.revision,
  }
}

/** @param answers whether what was answered is shown: it is for those who decide about this item */
function viewItem(db: Reader, item: RequestItem, answers: boolean): ItemView {
  const entry = entryOf(db, item.entryId)
  return {
    itemId: entry.key,
    name: item.displayName,
    action: item.action,
    riskLevel: entry.riskLevel,
    fields: answers ? viewAnswers(db, item.fields) : [],
    chain: item.chain.map(({ name, approver }) => ({ word: name, approver: viewPrincipal(db, approver) })),
    parallel: item.parallel,
    timesApproved: item.timesApproved,
    step: item.step,
    outcome: item.outcome,
    outcomeAt: instantOrNull(item.outcomeAt),
    verification: item.verification,
    verifiedAt: instantOrNull(item.verifiedAt),
    evidence: item.evidence as ItemView['evidence'],
    endsAt: instantOrNull(item.endsAt),
    privileges: answers ? viewPrivileges(db, item) : [],
  }
}

const namesOf = (db: Reader, rows: readonly number[]): string[] => rows.map((row) => itemOf(db, row).displayName)

export const viewHistory = (db: Reader, entry: HistoryEntry): z.infer<typeof HistoryWire> => ({
  at: instant(entry.at),
  who: viewPersonOrNull(db, entry.identity),
  action: entry.action,
  content: entry.content,
  items: namesOf(db, entry.items),
  hidden: entry.hidden,
})

export const viewAttachment = (db: Reader, file: Attachment): z.infer<typeof AttachmentInfo> => ({
  fileName: file.fileName,
  fileType: file.fileType,
  size: file.size,
  sha256: file.sha256,
  items: namesOf(db, file.items),
  owner: viewPersonOrNull(db, file.owner),
  at: instant(file.addedAt),
})
