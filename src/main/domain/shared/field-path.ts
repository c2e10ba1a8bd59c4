/**
 * Paths of fields in the errors of the domain: segments with dots between them, as `items.0.endsAt`. A name that somebody
 * chose, as the name of a request field, may hold dots itself; `fieldSegment` escapes them.
 */
export const fieldSegment = (name: string): string => name.replaceAll('\\', '\\\\').replaceAll('.', '\\.')

/** The segments of a path, unescaped. */
export const segmentsOf = (path: string): string[] =>
  path.match(/(?:\\.|[^\\.])+/g)?.map((segment) => segment.replaceAll(/\\(.)/g, '$1')) ?? []
