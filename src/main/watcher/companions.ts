import { strangersText } from '../domain/shared/strangers-text.ts'
import { Planted } from './shared-folder/planted.ts'
import type { SharedDirectory } from './shared-folder/shared-directory.ts'

/** What the companions of a file promise: that it is complete, and perhaps its digest and rows. */
export interface Companion {
  /** Their names. */
  readonly names: readonly string[]
  /** Whether one was written after the file, and so says that it is complete. */
  readonly isNewer: boolean
  /** The digest that those written after the file name. */
  readonly sha256: string | null
  /** How many rows the file holds, where one of them says it. */
  readonly rows: number | null
  /** Those that were written before the file. One that names a digest speaks for exactly these bytes, whenever it was written. */
  readonly older: readonly OlderCompanion[]
  /** What has a companion's name and is none. It counts for nothing. */
  readonly planted: readonly Planted[]
  /** Why they can't be used (yet). */
  readonly unclear: string | null
}

interface OlderCompanion {
  readonly name: string
  readonly sha256: string | null
  readonly rows: number | null
}

/** When something was written, and when it or its name was changed last. */
interface Times {
  readonly mtimeMs: number
  readonly ctimeMs: number
}

const suffix = /\.(?:done|sha256)$/i
const mostBytes = 64 * 1024

/** The name of the file that a companion belongs to; undefined when the name is no companion's. */
export const ownerOfCompanion = (name: string): string | undefined =>
  suffix.test(name) ? name.replace(suffix, '') : undefined

/** The companions in a folder, by their file. Case is ignored, as on Windows. */
export function companionsIn(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const companions = new Map<string, string[]>()
  for (const name of names) {
    const owner = ownerOfCompanion(name)?.toLowerCase()
    if (owner !== undefined) companions.set(owner, [...(companions.get(owner) ?? []), name])
  }
  return companions
}

/**
 * Reads `<name>.sha256`, as sha256sum writes it, and `<name>.done`, which may be empty or name a SHA-256 and `rows`.
 * One that is older than the file was written for an earlier one, so it only counts for bytes that it names.
 * @returns undefined when the file has none
 */
export async function readCompanions(
  folder: SharedDirectory,
  names: readonly string[],
  file: Times,
): Promise<Companion | undefined> {
  if (names.length === 0) return undefined
  const planted: Planted[] = []
  const read = (await Promise.all(names.map((name) => readOne(folder, name, planted)))).flatMap((one) => one ?? [])
  const newer = read.filter(({ times }) => !isOlder(times, file))
  const digests = new Set(newer.flatMap(({ sha256 }) => sha256 ?? []))
  return {
    names,
    isNewer: newer.length > 0,
    sha256: [...digests][0] ?? null,
    rows: newer.findLast(({ rows }) => rows !== null)?.rows ?? null,
    older: read.filter(({ times }) => isOlder(times, file)),
    planted,
    unclear: digests.size > 1 ? 'Its companions name different SHA-256 digests.' : whyMute(newer),
  }
}

interface ReadCompanion extends OlderCompanion {
  readonly times: Times
}

/** @returns undefined for what can't be read or is no plain file: a companion that says nothing is none */
async function readOne(folder: SharedDirectory, name: string, planted: Planted[]): Promise<ReadCompanion | undefined> {
  try {
    return await folder.withFile(name, async (companion) => {
      const text = await companion.text(mostBytes)
      const sha256 = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.exec(text)?.[0].toLowerCase() ?? null
      const rows = /\brows\b["']?\s*[:=]\s*["']?(\d{1,9})\b/i.exec(text)?.[1]
      return { name, sha256, rows: rows === undefined ? null : Number(rows), times: companion.stats }
    })
  } catch (error) {
    if (error instanceof Planted) planted.push(error)
    return undefined
  }
}

function whyMute(companions: readonly ReadCompanion[]): string | null {
  const mute = companions.find(({ name, sha256 }) => sha256 === null && name.toLowerCase().endsWith('.sha256'))
  return mute === undefined ? null : `Its companion ${strangersText(mute.name)} holds no SHA-256 yet.`
}

/**
 * Whether a companion was written before its file was. The time of the last change says so too, since anybody can set the
 * time of writing: a companion dated 2099 would speak for everything that is ever put beside it, and a file that is
 * renamed in keeps the time at which it was written elsewhere.
 */
const isOlder = (companion: Times, file: Times): boolean =>
  companion.mtimeMs < file.mtimeMs || companion.ctimeMs < file.ctimeMs
