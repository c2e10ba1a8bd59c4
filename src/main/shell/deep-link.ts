const types: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  import: '/imports',
  application: '/applications',
  person: '/people',
  file: '/files',
})
const link = /^castellan:\/\/open\/([a-z]{1,20})\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i

/**
 * The page's path that a `castellan://open/<type>/<id>` link names; null for anything else. A link only shows something:
 * it changes no state, carries no credential and takes no parameters (A10).
 */
export function parseDeepLink(text: string): string | null {
  const match = link.exec(text)
  if (match === null) return null
  const [, type = '', id = ''] = match
  const path = types[type.toLowerCase()]
  return path === undefined ? null : `${path}/${id.toLowerCase()}`
}

export interface LinkInArguments {
  readonly path: string | null
  /** Something that claims to be our link and is none. */
  readonly malformed: boolean
}

/** The same, for the arguments of a start: systems hand a link over as one of them. */
export function deepLinkIn(argv: readonly string[]): LinkInArguments {
  const claims = argv.filter((argument) => /^castellan:/i.test(argument))
  const [first] = claims
  const path = claims.length === 1 && first !== undefined ? parseDeepLink(first) : null
  return { path, malformed: claims.length > 0 && path === null }
}
