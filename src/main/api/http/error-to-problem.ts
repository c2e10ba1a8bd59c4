import { DomainError as DomainRefusal, type ErrorCode } from '../../domain/shared/errors.ts'
import { storageFault } from '../../domain/shared/storage-faults.ts'
import { type FieldNames, segmentsInBody } from './field-names.ts'
import { jsonPointer } from './json-pointer.ts'
import type { ApiProblem } from './problem.ts'
import { storageProblem } from './storage-problem.ts'

const statuses: Record<ErrorCode, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  unseen: 428,
  forbidden: 403,
  'step-up-needed': 403,
  unprocessable: 422,
  'too-large': 413,
  unavailable: 503,
}

/**
 * An error of the domain, or a fault of the storage, as a problem; undefined for anything else that was thrown.
 * @param names what the body of the operation calls the domain's fields
 */
export function toProblem(error: unknown, names: FieldNames = {}): ApiProblem | undefined {
  if (!(error instanceof DomainRefusal)) {
    const fault = storageFault(error)
    return fault && storageProblem(fault)
  }
  return {
    status: statuses[error.code],
    code: error.code,
    title: error.message,
    detail: error.message,
    errors:
      error.errors.length === 0
        ? undefined
        : error.errors.map(({ field, message }) => ({ pointer: jsonPointer(segmentsInBody(field, names)), message })),
  }
}
