import type { Reader, Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import type { Actor } from '../shared/actor.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { identityOf } from '../identities/references.service.ts'
import {
  builtIn,
  fill,
  type Template,
  type TemplateName,
  templateNames,
  unknownVariables,
  type Variables,
} from './templates.ts'
import { outbox } from './notifications.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/** A template as it is sent: somebody's own words, else the built-in ones. */
function templateOf(db: Reader, name: TemplateName): Template {
  const own = outbox.template(db, name)
  if (!own) return { name, ...builtIn[name], enabled: true, revision: 0 }
  return { name, subject: own.subject, body: own.body, enabled: own.enabled === 1, revision: own.revision }
}

export const listTemplates = (db: Reader): Template[] => templateNames.map((name) => templateOf(db, name))

/** @throws DomainError `stale`, or `invalid` when it says a name that means nothing */
export function changeTemplate(
  env: Environment,
  actor: Actor,
  {
    name,
    revision,
    input,
  }: {
    readonly name: TemplateName
    readonly revision: number
    readonly input: Pick<Template, 'subject' | 'body' | 'enabled'>
  },
): Template {
  const errors = (['subject', 'body'] as const).flatMap((field) =>
    unknownVariables(input[field]).map((unknown) => ({ field, message: `knows no {{${unknown}}}` })),
  )
  if (errors.length > 0) throw new DomainError('invalid', 'This template is not valid.', errors)
  return env.store.transact((tx) => {
    const before = templateOf(tx, name)
    expectRevision(before.revision, revision)
    const at = env.clock()
    outbox.putTemplate(tx, { name, subject: input.subject, body: input.body, enabled: input.enabled ? 1 : 0, at })
    const after = templateOf(tx, name)
    const words = ({ subject, body, enabled }: Template) => ({ subject, body, enabled })
    recordAudit(tx, at, actor, {
      action: 'template.changed',
      object: { type: 'template', id: name },
      details: { changed: differences(words(before), words(after)) },
    })
    return after
  })
}

export interface NotificationContext {
  readonly request: number | null
  readonly task: number | null
  /** What every recipient reads; their own name is added. */
  readonly says: Omit<Variables, 'to'>
}

/**
 * Puts a message for each person into the outbox, in the transaction of what it tells. Everybody gets it once.
 * @returns who gets one; nobody when the template is switched off
 */
export function notify(
  tx: Writer,
  at: number,
  {
    template: name,
    people,
    context: { request, task, says },
  }: { readonly template: TemplateName; readonly people: readonly number[]; readonly context: NotificationContext },
): readonly number[] {
  const template = templateOf(tx, name)
  if (!template.enabled) return []
  const recipients = [...new Set(people)]
  for (const identity of recipients) {
    const { name: to, email: address } = identityOf(tx, identity)
    const values = { ...says, to }
    outbox.insert(tx, {
      template: name,
      request,
      task,
      identity,
      address,
      subject: fill(template.subject, values),
      body: fill(template.body, values),
      at,
    })
  }
  return recipients
}
