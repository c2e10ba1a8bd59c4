import type { MailSettings } from '../../../contract/mail.ts'

/** What the mail library throws, as far as it says what went wrong. */
export interface MailError {
  readonly message?: string
  readonly code?: string
  /** What the client had last said: `CONN`, `STARTTLS`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`. */
  readonly command?: string
  readonly responseCode?: number
}

const most = 300

/** Why a message did not go, what would help, and the server's or the system's own words after it. */
export function mailFailure(error: MailError, settings: MailSettings): string {
  const said = (error.message ?? '').trim().slice(0, most)
  return said === '' ? remedyOf(error, settings) : `${remedyOf(error, settings)} (${said})`
}

function remedyOf(
  { message = '', code, command, responseCode }: MailError,
  { host, port, security, from }: MailSettings,
): string {
  if (code === 'EDNS') return `No server is called ${host}. Look at its name, and whether this computer has a network.`
  if (code === 'ETIMEDOUT')
    return `${host} does not answer on port ${port}. Look at the port and at how it is secured; a firewall may stand between.`
  if (code === 'ETLS') return `${host} offers no STARTTLS on port ${port}. Choose TLS, most often on port 465.`
  if (message.includes('ECONNREFUSED')) return `Nothing listens on port ${port} of ${host}. Look at both.`
  if (/certificate/i.test(message))
    return `This computer does not trust the certificate of ${host}. Write the name that stands in it, or have who issued it trusted here.`
  // Bytes in the clear, read as the first record of TLS.
  if (security === 'tls' && /SSL routines/.test(message))
    return `${host} does not speak TLS on port ${port}. Choose STARTTLS, most often on port 587.`
  if (code === 'EAUTH')
    return 'The server does not take this user with this password. Enter both again; some providers want a password made for programs.'
  if (responseCode === 530) return 'The server lets nobody send without signing in. Enter a user and a password.'
  if (command === 'RCPT TO') return 'The server refuses the address that the message is for.'
  if (command === 'MAIL FROM') return `The server does not send for ${from}. Use a sender that it knows.`
  return 'It could not be sent.'
}

/**
 * Whether it will never go: the server refuses this address or this text for good. Who we are to it, and whether it is
 * there at all, may change.
 */
export const isPermanent = ({ code, command, responseCode = 0 }: MailError): boolean =>
  responseCode >= 500 && (code === 'EMESSAGE' || (code === 'EENVELOPE' && command === 'RCPT TO'))
