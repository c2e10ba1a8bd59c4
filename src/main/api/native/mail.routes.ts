import { MailSettingsNow, TestedMail, TestMail, WriteMailSettings } from '../../../contract/mail.ts'
import { changeMailSettings, viewMailSettings } from '../../domain/settings/mail-settings.service.ts'
import { seenRevision } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const answered = (body: MailSettingsNow) => ({ body, headers: { etag: `"${body.revision}"` } })

export const mailRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/settings/mail',
    summary: 'Read how messages are sent. The password is never shown',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: MailSettingsNow },
    handle: ({ services: { env, mail } }) => answered(viewMailSettings(env.store.reader, mail.keeper)),
  }),
  route({
    method: 'PUT',
    path: '/v1/settings/mail',
    summary: 'Say how messages are sent. A password is kept by the system’s key store, or refused',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    body: WriteMailSettings,
    answers: { status: 200, schema: MailSettingsNow },
    handle: ({ body, actor, request, services: { env, mail } }) =>
      answered(changeMailSettings(env, actor, mail.keeper, seenRevision(request), body)),
  }),
  route({
    method: 'POST',
    path: '/v1/settings/mail/test',
    summary: 'Send one message to see whether the settings work',
    access: { scope: 'settings:write' },
    body: TestMail,
    answers: { status: 200, schema: TestedMail },
    async handle({ body, services: { mail } }) {
      const outcome = await mail.test(body.to)
      return {
        body: outcome.kind === 'sent' ? { sent: true, failure: null } : { sent: false, failure: outcome.why },
      }
    },
  }),
]
