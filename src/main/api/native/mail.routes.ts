import { CurrentMailSettings, TestMailResult, TestMail, WriteMailSettings } from '../../../contract/mail.ts'
import { changeMailSettings, viewMailSettings } from '../../domain/settings/mail-settings.service.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const answered = (body: CurrentMailSettings) => ({ body, headers: { etag: `"${body.revision}"` } })

export const mailRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/settings/mail',
    summary: 'Read how messages are sent. The password is never shown',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: CurrentMailSettings },
    handle: ({ services: { env, mail } }) => answered(viewMailSettings(env.store.reader, mail.secretStore)),
  }),
  route({
    method: 'PUT',
    path: '/v1/settings/mail',
    summary: 'Say how messages are sent. A password is kept by the system’s key store, or refused',
    access: { scope: 'settings:write' },
    needsIfMatch: true,
    body: WriteMailSettings,
    answers: { status: 200, schema: CurrentMailSettings },
    handle: ({ body, actor, request, services: { env, mail } }) =>
      answered(
        changeMailSettings(env, actor, mail.secretStore, { revision: revisionFromIfMatch(request), input: body }),
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/settings/mail/test',
    summary: 'Send one message to see whether the settings work',
    access: { scope: 'settings:write' },
    body: TestMail,
    answers: { status: 200, schema: TestMailResult },
    async handle({ body, services: { mail } }) {
      const outcome = await mail.test(body.to)
      return {
        body: outcome.kind === 'sent' ? { sent: true, failure: null } : { sent: false, failure: outcome.why },
      }
    },
  }),
]
