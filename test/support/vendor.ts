import {
  type VendorError,
  VendorError as ErrorSchema,
  VendorImportDetail,
} from '../../src/main/api/permission-assist/wire.ts'
import { RevealedToken } from '../../src/contract/tokens.ts'
import { exactly } from './contract-recorder.ts'
import { client, type Client } from './signed-in.ts'
import { switchApi, type TestHost } from './test-host.ts'

export { exactly }

/** The file group of `createCore`. */
export const coreGroup = '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01'
export const unknownId = '11111111-1111-4111-8111-111111111111'

/** A script with a token, on a host whose API is on. */
export interface Script extends Client {
  /** Status and body of a refusal, which must be the vendor's. */
  refused(method: string, path: string, body?: unknown): Promise<{ status: number } & VendorError>
  /** Sends a form; a file is a name and its content. */
  form(path: string, parts: readonly FormPart[]): Promise<Response>
  /** Stages, uploads or cancels. @throws when the status is another */
  made(status: number, response: Promise<Response>): Promise<VendorImportDetail>
}

export type FormPart = readonly [name: string, value: string] | readonly [name: string, file: string, content: string]

export async function script(test: TestHost, scopes: readonly string[] = ['*']): Promise<Script> {
  await switchApi(test, true)
  const { secret } = await test.ask(RevealedToken, 'POST', '/v1/tokens', { name: 'nightly', scopes })
  const own = client(test, secret)
  return {
    ...own,
    async refused(method, path, body) {
      const response = await own.send(method, path, body)
      return { status: response.status, ...(await vendorError(response)) }
    },
    async form(path, parts) {
      const form = new FormData()
      for (const [name, value, content] of parts) {
        if (content === undefined) form.append(name, value)
        else form.append(name, new Blob([content]), value)
      }
      const body = new Response(form)
      const headers = { 'content-type': body.headers.get('content-type') ?? '' }
      return own.send('POST', path, new Uint8Array(await body.arrayBuffer()), headers)
    },
    async made(status, response) {
      const answer = await response
      const text = await answer.text()
      if (answer.status !== status) throw new Error(`${answer.status} ${text}`)
      return exactly(VendorImportDetail, JSON.parse(text))
    },
  }
}

/** The refusal of a response, in exactly the vendor's shape. */
export async function vendorError(response: Response): Promise<VendorError> {
  const error = exactly(ErrorSchema, await response.json())
  if (response.headers.get('x-request-id') !== error.correlationId) throw new Error('another correlation id')
  return error
}
