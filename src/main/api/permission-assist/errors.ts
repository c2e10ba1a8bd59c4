import { pointerSegments } from '../http/json-pointer.ts'
import type { ApiProblem } from '../http/problem.ts'
import type { VendorError } from './wire.ts'

const errorNames: Readonly<Record<number, VendorError['error']>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'conflict',
  422: 'unprocessable_entity',
}

/** The vendor's error members, also beside ours in refusals that come before `/api` is entered. */
export const problemMembers = ({ status, title, detail }: ApiProblem, correlationId: string) => ({
  error: errorNames[status] ?? (status < 500 ? ('validation_error' as const) : ('server_error' as const)),
  message: detail ?? title,
  correlationId,
})

/** A refusal in the vendor's shape. `errors` is there only for problems of fields, with dotted names. */
export function vendorError(refusal: ApiProblem, correlationId: string): Response {
  const { status, headers = {} } = refusal
  const body: VendorError = {
    ...problemMembers(refusal, correlationId),
    ...(refusal.errors === undefined
      ? {}
      : {
          errors: refusal.errors.map(({ pointer, message }) => ({
            field: pointerSegments(pointer).join('.'),
            message,
          })),
        }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': correlationId, ...headers },
  })
}
