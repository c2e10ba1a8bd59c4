import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SecretStore } from '../../src/main/domain/settings/mail-settings.service.ts'
import { keyStore } from './key-store.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly path: string
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  readonly body: any
}

/** A program that receives webhooks on this computer, as another team would write it. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What it answers from now on. */
  answer: { status: number; headers?: Record<string, string> } | 'nothing'
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      received.push({ headers: request.headers, text, path: request.url ?? '', body: JSON.parse(text) })
      if (receiver.answer === 'nothing') return void request.socket.destroy()
      response.writeHead(receiver.answer.status, receiver.answer.headers)
      response.end('what nobody reads')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: { status: 204 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}

/** Whether one of the signatures is that of the secret: computed by the specification, not by the library that signs. */
export function isSignedBy(secret: string, { headers, text }: Pick<Received, 'headers' | 'text'>): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return (headers['webhook-signature'] as string).split(' ').includes(expected)
}

/** A key store of its own for each webhook. */
export function secretStores(): (guid: string) => SecretStore {
  const stores = new Map<string, SecretStore>()
  return (guid) => {
    const store = stores.get(guid) ?? keyStore()
    stores.set(guid, store)
    return store
  }
}
