import { governanceSettings } from '../../domain/settings/governance-settings.service.ts'
import { sendNotification } from '../../domain/access-requests/approvals/send-notification.service.ts'
import { asObject } from './crest/body.ts'
import { pageOf } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import type { Call, Operation } from './operation.ts'

/** Besides requests: the workflows that forms may name, and messages sent by a script. */
export const governanceOperations: readonly Operation[] = [
  {
    entries: [50],
    method: 'GET',
    path: 'commons/workflow',
    access: ['idmAdmin', 'arAdmin', 'glossaryAdmin', 'reviewAdmin'],
    handle(call) {
      const all = governanceSettings(call.services.env.store.reader).workflows.map(({ key, name }) => ({
        _id: `${key}:1:1`,
        _rev: '1',
        key,
        name,
        version: 1,
        category: null,
        deploymentId: null,
        description: null,
        resourceName: null,
        processDiagramResourceName: null,
        suspended: false,
      }))
      return { list: pageOf(all, call.query) }
    },
  },
  {
    entries: [48],
    method: 'POST',
    path: 'access-request/notification/:template/:id',
    access: ['arAdmin'],
    handle: (call) => notification(call, call.params['id'] ?? ''),
  },
  {
    entries: [],
    method: 'POST',
    path: 'access-request/notification/:template',
    access: ['arAdmin'],
    needsBody: true,
    handle(call) {
      const { approvalId, requestId } = asObject(call.body)
      const id = approvalId ?? requestId
      if (typeof id !== 'string') throw new CrestError(400, 'requestId or approvalId is required.')
      return notification(call, id)
    },
  },
]

function notification(call: Call, id: string) {
  const name = call.params['template'] ?? ''
  const changes = Object.entries(asObject(call.body)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const recipients = sendNotification(call.services.env, call.participant, {
    name,
    id,
    values: Object.fromEntries(changes),
  })
  return { body: { notification: name, recipients, sent: recipients.length > 0 } }
}
