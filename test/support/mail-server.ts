import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly user: string | null
  /** Headers and body as they came. */
  readonly text: string
}

/** A real SMTP server on this machine. */
export interface MailServer {
  readonly port: number
  readonly received: Received[]
  close(): Promise<void>
}

/**
 * @param login what it asks for; without one it asks for none
 * @param startTls whether it offers STARTTLS, with a certificate that nobody vouches for
 */
export async function startMailServer({
  login,
  startTls = false,
  port = 0,
}: {
  login?: { user: string; pass: string }
  startTls?: boolean
  port?: number
} = {}): Promise<MailServer> {
  const received: Received[] = []
  const server = new SMTPServer({
    logger: false,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(startTls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    onAuth(auth, _session, done) {
      if (auth.username === login?.user && auth.password === login?.pass) done(null, { user: auth.username })
      else done(new Error('These credentials are wrong.'))
    },
    onRcptTo({ address }, _session, done) {
      if (!address.startsWith('gone')) return done()
      done(Object.assign(new Error('Nobody of this name.'), { responseCode: 550 }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: typeof session.user === 'string' ? session.user : null,
          text: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
