import { runAction, type ActionContext } from '../workflow/action-context.ts'
import { createHash } from 'node:crypto'
import type { Reader } from '../../../storage/open.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../../shared/errors.ts'
import { hasRight, type Participant } from '../../sign-in/participant.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'
import { requireVisible, requireMayComment, seesAny, type Visibility } from './visibility.ts'
import { type Attachment, attachments } from './attachments.store.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { itemRows } from '../workflow/item-keys.ts'
import type { Request } from '../model/request.ts'
import { tasksOf } from '../workflow/approvals.service.ts'
import { getRequest } from '../workflow/read-request.service.ts'
import { requests } from '../workflow/requests.store.ts'
import { requestObject } from '../workflow/request-objects.ts'

export type { Attachment } from './attachments.store.ts'

/** The limits of all files of one request, so that one request can’t fill the disk. */
const most = { files: 50, bytes: 60 * 1024 * 1024 }

export interface Upload {
  readonly requestId: string
  /** The items it belongs to, by the ids of their entries; empty means all. Approvers of others don't see it. */
  readonly itemIds: readonly string[]
  readonly fileName: string
  /** As the client says; nothing is guessed from the content. */
  readonly fileType: string
  /** Base64. */
  readonly content: string
}

/**
 * Attaches a file to a request, as an action of its own or as a part of one.
 * @throws DomainError `not-found`, `forbidden`, `invalid`, `conflict` for a name that is taken, or `too-large`, also for all files of the request
 */
export function attachFile(where: Environment | ActionContext, participant: Participant, upload: Upload): Attachment {
  if (!('tx' in where)) return runAction(where, participant, (ctx) => attachFile(ctx, participant, upload))
  const request = getRequest(where.tx, upload.requestId)
  requireMayComment(where.tx, participant, request)
  requireOpenForFiles(where.tx, request)
  const bytes = validateUpload(where.settings, upload)
  return saveAttachment(where, request, { ...upload, bytes }, itemRows(where.tx, request, upload.itemIds))
}

/** Keeps bytes that were judged, in the caller's action. @throws DomainError `conflict`, `too-large` */
export function saveAttachment(
  ctx: ActionContext,
  request: Request,
  { fileName, fileType, bytes }: { fileName: string; fileType: string; bytes: Buffer },
  items: readonly number[],
): Attachment {
  const { tx, at, identity } = ctx
  if (attachments.find(tx, request.id, fileName))
    throw new DomainError('conflict', `The request has a file ${fileName} already.`)
  requireWithinQuota(attachments.list(tx, request.id), bytes.length)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  attachments.insert(tx, {
    request: request.id,
    fileName,
    fileType,
    size: bytes.length,
    sha256,
    content: bytes,
    items,
    owner: identity,
    at,
  })
  requests.touch(tx, request.id)
  appendHistory(
    ctx,
    request,
    items.map((id) => ({ id })),
    { action: 'upload', content: fileName },
  )
  recordAudit(tx, at, ctx.actor, {
    action: 'request.file-attached',
    object: requestObject(tx, request),
    details: { fileName, size: bytes.length, sha256 },
  })
  return getAttachment(tx, request, fileName)
}

/** Reads a file that one may see. @throws DomainError `not-found`, `forbidden` */
export function readAttachment(
  db: Reader,
  participant: Participant,
  requestKey: string,
  fileName: string,
): { attachment: Attachment; bytes: Buffer } {
  const request = getRequest(db, requestKey)
  const sight = requireVisible(db, participant, request)
  const attachment = getAttachment(db, request, fileName)
  if (!seesAny(sight, attachment.items))
    throw new DomainError('forbidden', 'This file belongs to items that are not put to you.')
  return { attachment, bytes: attachments.content(db, attachment.id) }
}

/**
 * Removes a file. Its owner or an administrator may do so, but not after a decision that could rest on it.
 * @throws DomainError `not-found`, `forbidden`, `conflict`
 */
export function removeAttachment(
  env: Environment,
  participant: Participant,
  requestKey: string,
  fileName: string,
): void {
  runAction(env, participant, (ctx) => {
    const { tx } = ctx
    const request = getRequest(tx, requestKey)
    requireMayComment(tx, participant, request)
    requireOpenForFiles(tx, request)
    const attachment = getAttachment(tx, request, fileName)
    const own = participant.identity !== null && attachment.owner === participant.identity
    if (!own && !hasRight(participant, 'requests:manage'))
      throw new DomainError('forbidden', 'Only who attached a file, or an administrator, takes it away.')
    requireUndecided(tx, request, attachment)
    attachments.remove(tx, attachment.id)
    requests.touch(tx, request.id)
    appendHistory(
      ctx,
      request,
      attachment.items.map((id) => ({ id })),
      { action: 'file-removed', content: fileName },
    )
    recordAudit(tx, ctx.at, participant.actor, {
      action: 'request.file-removed',
      object: requestObject(tx, request),
      details: { fileName, sha256: attachment.sha256 },
    })
  })
}

/** The files of a request that somebody sees. */
export const filesOf = (db: Reader, request: number, sight: Visibility): Attachment[] =>
  attachments.list(db, request).filter(({ items }) => seesAny(sight, items))

/** What a name doesn't show: a mark of direction makes `fdp.exe` of `exe.pdf` for whoever reads it. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** @throws DomainError `invalid` with everything at once, or `too-large` */
export function validateUpload(
  settings: GovernanceSettings,
  { fileName, content }: Pick<Upload, 'fileName' | 'content'>,
): Buffer {
  const errors: FieldError[] = []
  if (['', '.', '..'].includes(fileName.trim()) || /[/\\]/.test(fileName))
    errors.push({ field: 'fileName', message: 'must be the name of a file, without a path' })
  if (unseen.test(fileName))
    errors.push({ field: 'fileName', message: 'must not hold line breaks, control characters or marks of direction' })
  if (fileName.length > settings.maxFilenameLength)
    errors.push({ field: 'fileName', message: `must be at most ${settings.maxFilenameLength} characters` })
  const bytes = Buffer.from(content, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== content.replace(/[\s=]+/g, ''))
    errors.push({ field: 'content', message: 'is not Base64' })
  if (errors.length > 0) throw new DomainError('invalid', 'This file is not valid.', errors)
  if (bytes.length > settings.maxAttachmentBytes)
    throw new DomainError('too-large', `A file may have at most ${settings.maxAttachmentBytes} bytes.`)
  return bytes
}

/** What was decided keeps the files that it was decided on; work that the data contradicts goes on after the end. */
function requireOpenForFiles(db: Reader, { id, status }: Request): void {
  if (status === 'in-progress' || tasksOf(db, id).some((task) => task.status === 'in-progress')) return
  throw new DomainError('conflict', 'This request has ended already.')
}

/** Otherwise the evidence of a decision could be replaced by another file of the same name. */
function requireUndecided(db: Reader, { id }: Request, { fileName, addedAt }: Attachment): void {
  const decided = tasksOf(db, id).some(
    ({ status, completedAt }) => status === 'complete' && completedAt !== null && completedAt >= addedAt,
  )
  if (decided)
    throw new DomainError('conflict', `${fileName} was there when something of this request was decided, so it stays.`)
}

function requireWithinQuota(attached: readonly Attachment[], bytes: number): void {
  if (attached.length >= most.files)
    throw new DomainError('too-large', `A request may have at most ${most.files} files.`)
  if (attached.reduce((sum, { size }) => sum + size, bytes) > most.bytes)
    throw new DomainError('too-large', `The files of a request may have at most ${most.bytes} bytes together.`)
}

function getAttachment(db: Reader, request: Request, fileName: string): Attachment {
  const attachment = attachments.find(db, request.id, fileName)
  if (!attachment) throw notFound('file')
  return attachment
}
