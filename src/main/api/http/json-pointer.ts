const escaped = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1')
const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~')

/** A JSON pointer in a fragment, as `#/items/0/itemId`. */
export const jsonPointer = (segments: readonly string[]): string => `#/${segments.map(escaped).join('/')}`

/** The segments of a pointer. Errors in paths and queries have names without `#/`. */
export const pointerSegments = (pointer: string): string[] =>
  pointer.startsWith('#/') ? pointer.slice(2).split('/').map(unescaped) : [pointer]
