import { DomainError } from '../../domain/shared/errors.ts'

/**
 * The revision that the caller saw, from If-Match.
 * @throws DomainError `unseen` (428) when the header is missing, `stale` (412) when it is not one of our tags
 */
export function revisionFromIfMatch(request: Request): number {
  const header = request.headers.get('if-match')
  if (header === null)
    throw new DomainError(
      'unseen',
      'Send If-Match with the ETag that you last read, which is its revision in quotes, so that nobody else’s change is lost.',
    )
  const revision = /^"(\d{1,15})"$/.exec(header)?.[1]
  if (revision === undefined)
    throw new DomainError(
      'stale',
      'If-Match is not a tag that this server gave: send the ETag as it came, in its quotes.',
    )
  return Number(revision)
}
