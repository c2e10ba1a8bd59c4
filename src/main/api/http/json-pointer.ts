const escaped = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1')
const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~')

/** A JSON pointer in a fragment, as `#/items/0/itemId`; `#` is the whole body. */
export const jsonPointer = (segments: readonly string[]): string => ['#', ...segments.map(escaped)].join('/')

/** The segments of a pointer. Errors in paths and queries have names without `#/`. */
export const pointerSegments = (pointer: string): string[] =>
  pointer.startsWith('#') ? pointer.split('/').slice(1).map(unescaped) : [pointer]
