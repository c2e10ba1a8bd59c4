import { DomainError } from '../../domain/shared/errors.ts'
import type { Json } from '../../domain/shared/canonical-json.ts'
import { asObject, Fields } from './crest/body.ts'
import type { Resource } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { reasonOf } from './crest/reasons.ts'
import { type BodyNames, fromDomainError } from './domain-error.ts'

/**
 * Does the same to several objects, each by itself: `{result: [{_id, success, …}]}`, 200 as long as one succeeded, else
 * the first failure (BULK in A.1).
 */
export function forEach(names: BodyNames, ids: readonly string[], work: (id: string) => void): Resource {
  const failures: CrestError[] = []
  const result = [...new Set(ids)].map((id) => {
    try {
      work(id)
      return { _id: id, success: true }
    } catch (error) {
      const failure = error instanceof DomainError ? fromDomainError(error, names) : error
      if (!(failure instanceof CrestError)) throw error
      failures.push(failure)
      const { status, message } = failure
      return { _id: id, success: false, code: status, reason: reasonOf(status), message }
    }
  })
  const [first] = failures
  if (first && failures.length === result.length) throw first
  return { result }
}

/** The ids that a bulk operation names, 1,000 at most. @throws CrestError 400 without any, or with more */
export function idsIn(body: Json, field: string): readonly string[] {
  const fields = new Fields(asObject(body))
  const ids = fields.texts(field, true)
  fields.check()
  return ids
}
