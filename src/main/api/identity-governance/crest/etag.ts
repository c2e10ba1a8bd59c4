import { CrestError } from './error.ts'

/** Quotes around a revision are optional. */
export const unquoted = (etag: string): string => etag.trim().replace(/^(?:W\/)?"(.*)"$/, '$1')

/**
 * The revision that a caller saw, by `If-Match` or by `_rev` in the content; null when neither says.
 * @throws CrestError 412 for one that can't be ours
 */
export function revisionFromIfMatch(headers: Headers, bodyRev?: unknown): number | null {
  const header = headers.get('if-match')
  const revision = header !== null && header.trim() !== '*' ? unquoted(header) : bodyRev
  if (revision === undefined || revision === null || revision === '') return null
  const text = typeof revision === 'number' ? String(revision) : revision
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text))
    throw new CrestError(412, 'The object is not at this revision.')
  return Number(text)
}
