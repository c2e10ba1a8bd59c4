import type { Json } from '../../domain/shared/canonical-json.ts'
import type { DomainError } from '../../domain/shared/errors.ts'
import { toProblem } from '../http/error-to-problem.ts'
import type { FieldNames } from '../http/field-names.ts'
import { jsonPointer, pointerSegments } from '../http/json-pointer.ts'
import { isObject } from './crest/body.ts'
import { CrestError, fromProblem } from './crest/error.ts'

/** The body of a call, and what its operation calls the fields that the domain names. */
export interface BodyNames {
  readonly fieldNames: FieldNames
  readonly body: Json
}

/** An error of the domain in the words of the framework; its fields are those of the body that was sent. */
export function fromDomainError(error: DomainError, { fieldNames, body }: BodyNames): CrestError {
  const problem = toProblem(error, fieldNames)
  if (!problem) return new CrestError(500, 'Internal server error')
  // A patch is a list of operations on an object. Its errors name the properties of that object.
  if (Array.isArray(body)) return fromProblem(problem)
  const errors = problem.errors?.map(({ pointer, message }) => ({
    pointer: jsonPointer(placeIn(body, pointerSegments(pointer))),
    message,
  }))
  return fromProblem({ ...problem, errors })
}

/**
 * Where a field stands in a body as it was written: an expression may come as text, which has no inside, and answers may
 * come as `[{name, value}]`.
 */
export function placeIn(body: Json, segments: readonly string[]): readonly string[] {
  const pathSegments: string[] = []
  let at: Json | undefined = body
  for (const segment of segments) {
    if (Array.isArray(at) && !/^\d+$/.test(segment)) {
      const list: readonly Json[] = at
      const index = list.findIndex((element) => isObject(element) && element['name'] === segment)
      const answer = list[index]
      const isThere = answer !== undefined && isObject(answer)
      pathSegments.push(...(isThere ? [String(index), 'value'] : [segment]))
      at = isThere ? answer['value'] : undefined
    } else if (typeof at === 'string') return pathSegments
    else {
      pathSegments.push(segment)
      const holder = typeof at === 'object' && at !== null && Object.hasOwn(at, segment) ? at : {}
      at = (holder as { readonly [name: string]: Json })[segment]
    }
  }
  return pathSegments
}
