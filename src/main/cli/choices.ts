import { CliError, exitCodes } from './exit-codes.ts'

/** An option that must be there. */
export function required(value: string | undefined, option: string): string {
  if (value !== undefined && value.trim() !== '') return value
  throw usage(`Give --${option}.`)
}

/** The only argument of the line. */
export function onlyArgument(positionals: readonly string[], what: string): string {
  const [only, ...more] = positionals
  if (only !== undefined && more.length === 0) return only
  throw usage(only === undefined ? `Say which ${what}.` : `Only one ${what} at a time.`)
}

/** Words of a closed list, separated by commas; a hyphen may replace a space. */
export function listOf<T extends string>(value: string, allowed: readonly T[], what: string): T[] {
  return value.split(',').map((part) => {
    const word = part.trim().toLowerCase()
    const choice = allowed.find((candidate) => candidate === word || candidate.replaceAll(' ', '-') === word)
    if (choice !== undefined) return choice
    throw usage(`"${part.trim()}" is no ${what}. Known: ${allowed.join(', ')}.`)
  })
}

/** `90d`, `2w`, `12h`, `30m`, `45s`: in seconds. */
export function duration(text: string, option: string): number {
  const match = /^(\d{1,7})([smhdw])$/.exec(text)
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[match?.[2] ?? '']
  if (match === null || seconds === undefined) throw usage(`--${option} takes a number with s, m, h, d or w: 90d.`)
  return Number(match[1]) * seconds
}

export const usage = (message: string): CliError => new CliError(exitCodes.usage, message)

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
export const isGuid = (text: string): boolean => guid.test(text)

/** The one among several things that a person names by its id or its name. */
export function requireExactlyOne<T extends { readonly id: string }>(
  items: readonly T[],
  value: string,
  name: (item: T) => string,
  what: string,
): T {
  const wanted = value.toLowerCase()
  const byId = items.find(({ id }) => id.toLowerCase() === wanted)
  if (byId !== undefined) return byId
  const [match, ...more] = items.filter((item) => name(item).toLowerCase() === wanted)
  if (match === undefined) throw new CliError(exitCodes.conflict, `There is no ${what} "${value}".`)
  if (more.length === 0) return match
  const ids = [match, ...more].map(({ id }) => id).join(', ')
  throw new CliError(exitCodes.conflict, `Several are named "${value}": say which by its id (${ids}).`)
}
