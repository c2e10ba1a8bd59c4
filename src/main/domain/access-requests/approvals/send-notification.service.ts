import { getTask, taskItems } from '../workflow/approvals.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Environment } from '../../shared/environment.ts'
import { notFound } from '../../shared/errors.ts'
import { notificationContext } from '../workflow/messages.ts'
import { getRequest, itemOf, itemsOf, requestOf } from '../workflow/read-request.service.ts'
import { requireRight, type Participant } from '../../sign-in/participant.ts'
import { personPrincipal } from '../../roles/principal.ts'
import { longIdOf, peopleOf } from '../../roles/principals.service.ts'
import { notify } from '../../notifications/notifications.service.ts'
import { isAboutTask, isTemplateName } from '../../notifications/templates.ts'

/**
 * Sends one message because a workflow asks for it.
 * @param id an approval task for the templates about tasks, a request for the others
 * @param values replace Castellan's own placeholder values
 * @returns the long ids of who gets it
 * @throws DomainError `forbidden`, `not-found` for an unknown template or object
 */
export function sendNotification(
  env: Environment,
  participant: Participant,
  {
    name,
    id,
    values,
  }: { readonly name: string; readonly id: string; readonly values: Readonly<Record<string, string>> },
): string[] {
  requireRight(participant, 'requests:manage')
  if (!isTemplateName(name)) throw notFound(`notification template ${name}`)
  return env.store.transact((tx) => {
    const at = env.clock()
    const task = isAboutTask(name) ? getTask(tx, id) : null
    const request = task ? requestOf(tx, task.requestId) : getRequest(tx, id)
    const items = task ? taskItems(tx, task.id).map(({ item }) => itemOf(tx, item)) : itemsOf(tx, request.id)
    const occasion = notificationContext(tx, request, items, task ? { task: task.id, due: task.dueAt } : {})
    const parties = request.requester === null ? [request.requestee] : [request.requester, request.requestee]
    const addressee = name.startsWith('CONSULT') ? (task?.consult ?? task?.approver) : task?.approver
    const people = addressee
      ? peopleOf(tx, addressee)
      : name === 'CREATE_REQUEST_FAILED'
        ? parties.slice(0, 1)
        : parties
    const recipients = notify(tx, at, {
      template: name,
      people,
      context: { ...occasion, says: { ...occasion.says, ...values } },
    })
    recordAudit(tx, at, participant.actor, {
      action: 'notification.sent',
      object: { type: task ? 'approval-task' : 'request', id },
      details: { template: name, recipients: recipients.length },
    })
    return recipients.map((identity) => longIdOf(tx, personPrincipal(identity)))
  })
}
