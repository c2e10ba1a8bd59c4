import { createTransport } from 'nodemailer'
import type { Environment } from '../../domain/shared/environment.ts'
import { mailSettings, type SecretStore } from '../../domain/settings/mail-settings.service.ts'
import { type Mail, type SendOutcome, sendDue } from '../../domain/notifications/sending.service.ts'
import { isPermanent, type MailError, mailFailure } from './mail-failure.ts'

const every = 15_000
const patience = 20_000

/** What sends the outbox: the only place that opens a socket to a mail server. */
export interface MailService {
  /** Sends what is due now; a round that runs is joined. @returns how many were sent */
  round(): Promise<number>
  /** Something happened to a request: messages may wait in the outbox. */
  requestsChanged(): void
  /** Sends one message by itself, to see whether the settings work. */
  test(to: string): Promise<SendOutcome>
  close(): Promise<void>
}

/** Looks every quarter of a minute, and when something happened to a request. */
export function startMail(env: Environment, secretStore: SecretStore): MailService {
  let running: Promise<number> | null = null
  let closed = false
  const round = (): Promise<number> => {
    // A message whose sending can't be written down would be sent again and again.
    if (closed || env.store.health.passing() !== null) return Promise.resolve(0)
    running ??= sendDue(env, (mail) => sendBy(env, secretStore, mail)).finally(() => (running = null))
    return running
  }
  const quietly = (): void => void round().catch((error: unknown) => env.store.health.failed(error))
  const ticking = setInterval(quietly, every)
  ticking.unref()
  return {
    round,
    requestsChanged() {
      // After the answer to the caller.
      setImmediate(quietly)
    },
    test: (to) =>
      sendBy(env, secretStore, {
        id: `test.${env.newId()}@castellan.invalid`,
        to,
        subject: 'Castellan can send messages',
        text: 'This message shows that the settings for mail work. Nobody need do anything.',
      }),
    async close() {
      clearInterval(ticking)
      const last = running
      closed = true
      await last?.catch(() => 0)
    },
  }
}

/** @returns whether it went; every failure in words. @throws DomainError `forbidden` in the sample workspace */
async function sendBy(env: Environment, secretStore: SecretStore, mail: Mail): Promise<SendOutcome> {
  env.outside.require('send-mail')
  const settings = mailSettings(env.store.reader)
  const { host, port, security, username, from } = settings
  const password = username === '' ? null : secretStore.read()
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(password === null ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({
      from: { name: 'Castellan', address: from },
      to: { name: '', address: mail.to },
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}>`,
    })
    return { kind: 'sent' }
  } catch (error) {
    const thrown = error as MailError
    return { kind: isPermanent(thrown) ? 'never' : 'later', why: mailFailure(thrown, settings) }
  } finally {
    transport.close()
  }
}
