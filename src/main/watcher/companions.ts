import { join } from 'node:path'
import { openPlain } from './open-plain.ts'

/** What the companions of a file promise: that it is complete, and perhaps its digest and rows. */
export interface Companion {
  /** Their names. */
  readonly names: readonly string[]
  /** Of the file's bytes, where a companion names it. */
  readonly sha256: string | null
  /** How many rows the file holds, where a companion names it. */
  readonly rows: number | null
  /** Why they can't be used (yet). */
  readonly unclear: string | null
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
 * @returns undefined when the file has none
 */
export async function readCompanions(folder: string, names: readonly string[]): Promise<Companion | undefined> {
  if (names.length === 0) return undefined
  let sha256: string | null = null
  let rows: number | null = null
  let unclear: string | null = null
  for (const name of names) {
    const text = await contentOf(join(folder, name))
    const digest =
      text === undefined ? undefined : /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i.exec(text)?.[0].toLowerCase()
    if (text === undefined) unclear = `Its companion ${name} can't be read yet.`
    else if (digest === undefined && name.toLowerCase().endsWith('.sha256'))
      unclear = `Its companion ${name} holds no SHA-256 yet.`
    else if (digest !== undefined && sha256 !== null && digest !== sha256)
      unclear = 'Its companions name different SHA-256 digests.'
    sha256 ??= digest ?? null
    const promised = text === undefined ? undefined : /\brows\b["']?\s*[:=]\s*["']?(\d{1,9})\b/i.exec(text)?.[1]
    if (promised !== undefined) rows = Number(promised)
  }
  return { names, sha256, rows, unclear }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await openPlain(path, async (file) => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
      return buffer.toString('utf8', 0, bytesRead)
    })
  } catch {
    return undefined
  }
}
