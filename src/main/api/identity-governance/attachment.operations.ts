import {
  attachFile,
  removeAttachment,
  readAttachment,
} from '../../domain/access-requests/reading/attachments.service.ts'
import { asObject, Fields } from './crest/body.ts'
import { badRequest } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'
import { attachmentView } from './wire/request.ts'

const reader = ({ services }: Call) => services.env.store.reader
const collection = 'access-request/request'

function readFile(call: Call): { requestId: string; fileName: string } {
  const fields = new Fields(asObject(call.body))
  const read = { requestId: fields.text('requestId'), fileName: fields.text('fileName') }
  fields.check()
  return read
}

function sendFile(call: Call, requestId: string, fileName: string) {
  const { attachment, bytes } = readAttachment(reader(call), call.participant, requestId, fileName)
  return { body: { fileName, fileType: attachment.fileType, content: bytes.toString('base64') } }
}

/** Files of a request. */
export const attachmentOperations: readonly Operation[] = [
  {
    entries: [39],
    method: 'POST',
    path: collection,
    action: ['upload'],
    carriesFile: true,
    access: 'anybody',
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const upload = {
        requestId: fields.text('requestId'),
        itemIds: fields.texts('itemIds', false),
        fileName: fields.text('fileName'),
        fileType: fields.textOr('fileType', 'application/octet-stream', 200),
        // Its size is judged in bytes.
        content: fields.textOr('content', '', Infinity),
      }
      if (asObject(call.body)['content'] === undefined) fields.wrong('content', 'is required')
      fields.check()
      return { body: attachmentView(reader(call), attachFile(call.services.env, call.participant, upload)) }
    },
  },
  {
    entries: [40],
    method: 'GET',
    path: `${collection}/download`,
    access: 'anybody',
    handle(call) {
      const fileName = call.query.own('fileName')
      const requestId = call.query.own('requestId')
      if (fileName === null || requestId === null) throw badRequest('fileName and requestId are required.')
      return sendFile(call, requestId, fileName)
    },
  },
  {
    entries: [41],
    method: 'POST',
    path: collection,
    action: ['download'],
    access: 'anybody',
    needsBody: true,
    handle(call) {
      const { requestId, fileName } = readFile(call)
      return sendFile(call, requestId, fileName)
    },
  },
  {
    entries: [42],
    method: 'POST',
    path: collection,
    action: ['removeFile'],
    access: 'anybody',
    needsBody: true,
    handle(call) {
      const { requestId, fileName } = readFile(call)
      removeAttachment(call.services.env, call.participant, requestId, fileName)
      return { body: { success: true } }
    },
  },
]
