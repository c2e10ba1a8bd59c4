import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import busboy from 'busboy'
import { type FieldError, DomainError } from '../../domain/shared/errors.ts'
import type { SentFile } from '../../domain/imports/intake/api-staging.ts'
import type { ReceivedDraft, Services } from '../http/services.ts'
import { Id } from './wire.ts'

/** Files that were received and are not stored until they are saved. */
export interface Upload {
  readonly applicationId: string
  readonly files: readonly SentFile[]
  save(): Promise<void>
  /** Frees the files that were not saved. */
  discard(): Promise<void>
}

/** A form of this route has few parts, and only its files are large. */
const limits = { files: 50, fields: 50, parts: 100, fieldNameSize: 200, fieldSize: 4096, headerPairs: 50 }

/**
 * Streams the files of a multipart body to the private folder, none of it held in memory.
 * @param fromQuery the application's id, when the address names it
 * @throws DomainError `invalid` for a body that is no such form, or that names no application
 */
export async function receiveUpload(
  request: Request,
  fromQuery: string | undefined,
  { draftPrivately }: Pick<Services, 'draftPrivately'>,
): Promise<Upload> {
  const { fields, files } = await receiveParts(request, draftPrivately)
  const discard = async (): Promise<void> => void (await Promise.all(files.map(({ draft }) => draft.discard())))
  const save = async (): Promise<void> => {
    const outcomes = await Promise.allSettled(files.map(({ draft }) => draft.save()))
    refuseUnfit(files.map(({ group }, i) => ({ group, outcome: outcomes[i] })))
  }
  try {
    return {
      applicationId: applicationIn(fields, fromQuery, files),
      files,
      save,
      discard,
    }
  } catch (error) {
    await discard()
    throw error
  }
}

interface Part extends SentFile {
  readonly draft: ReceivedDraft
}

async function receiveParts(request: Request, draft: Services['draftPrivately']) {
  const parser = parserFor(request)
  const fields = new Map<string, string>()
  const receiving: { readonly group: string; readonly part: Promise<Part> }[] = []
  let tooMuch = false
  parser.on('field', (name, value) => fields.set(name, value))
  parser.on('file', (group, stream, { filename }) => {
    // The form may break off before this file is read; the reader gets the error then.
    stream.on('error', () => undefined)
    // A refused file is still read completely; otherwise the parser would wait for ever.
    const received = draft(stream.iterator({ destroyOnReturn: false })).finally(() => stream.resume())
    const part = received.then(({ size, sha256, ...rest }) => ({
      group,
      name: filename || group,
      size,
      sha256,
      draft: { size, sha256, ...rest },
    }))
    part.catch(() => undefined)
    receiving.push({ group, part })
  })
  for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) parser.on(limit, () => (tooMuch = true))
  const broken = await send(request, parser)
  const outcomes = await Promise.allSettled(receiving.map(({ part }) => part))
  const files = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  try {
    if (broken) throw new DomainError('invalid', 'The form ends before it is complete, or is not well formed.')
    if (tooMuch) throw new DomainError('invalid', 'The form has too many parts.')
    refuseUnfit(receiving.map(({ group }, i) => ({ group, outcome: outcomes[i] })))
  } catch (error) {
    await Promise.all(files.map((file) => file.draft.discard()))
    throw error
  }
  return { fields, files }
}

/** Names every file that can't be taken, each under its part. @throws DomainError `invalid`; what else was thrown as it is */
function refuseUnfit(
  files: readonly { readonly group: string; readonly outcome: PromiseSettledResult<unknown> | undefined }[],
): void {
  const errors: FieldError[] = []
  for (const { group, outcome } of files) {
    if (outcome?.status !== 'rejected') continue
    if (!(outcome.reason instanceof DomainError)) throw outcome.reason
    errors.push({ field: group, message: outcome.reason.message })
  }
  const [first] = errors
  if (first) throw new DomainError('invalid', `A file can't be taken. ${first.message}`, errors)
}

function parserFor(request: Request): busboy.Busboy {
  const type = request.headers.get('content-type') ?? ''
  try {
    if (!/^multipart\/form-data\s*;/i.test(type)) throw new Error('no form')
    return busboy({ headers: { 'content-type': type }, limits, defParamCharset: 'utf8' })
  } catch {
    throw new DomainError('invalid', 'Send the files as multipart/form-data with a boundary.')
  }
}

/** @returns whether the body was broken off or malformed */
async function send(request: Request, parser: busboy.Busboy): Promise<boolean> {
  const source = Readable.from(request.body ?? new Blob([]).stream(), { objectMode: false })
  source.on('error', () => parser.destroy(new Error('broken off')))
  source.pipe(parser)
  try {
    await finished(parser)
    return false
  } catch {
    source.destroy()
    return true
  }
}

/** @throws DomainError `invalid` when form and address name no application, or two */
function applicationIn(
  fields: ReadonlyMap<string, string>,
  fromQuery: string | undefined,
  files: readonly SentFile[],
): string {
  const sent = fields.get('applicationId')
  const id = Id.safeParse(sent ?? fromQuery)
  const agrees = sent === undefined || fromQuery === undefined || id.data === fromQuery
  if (id.success && agrees) return id.data
  const message =
    sent === undefined ? 'is required' : id.success ? 'differs between the address and the form' : 'must be a GUID'
  const errors: FieldError[] = [{ field: 'applicationId', message }]
  for (const { group, size } of files) {
    if (!Id.safeParse(group).success)
      errors.push({ field: group, message: 'is no file group: its name must be a GUID' })
    if (size === 0) errors.push({ field: group, message: 'is an empty file' })
  }
  throw new DomainError('invalid', 'The upload is not valid.', errors)
}
