import { randomUUID } from 'node:crypto'
import { instant } from '../domain/shared/instant.ts'
import { codeOf, Planted } from './shared-folder/planted.ts'
import type { SharedDirectory } from './shared-folder/shared-directory.ts'

/** The Castellan that takes files from a folder: another one on the same share must not take them too. */
export interface Claimant {
  /** Stays the same for a data directory. */
  readonly id: string
  /** For people. */
  readonly computer: string
}

export type Claim =
  | { readonly kind: 'ours' }
  /** A claim says that another Castellan has it. `computer` is null where it names none. `file` is the claim, within the folder. */
  | { readonly kind: 'theirs'; readonly computer: string | null; readonly file: string }
  /** A claim is there that says nothing yet: whoever makes it may be in the middle of it. */
  | { readonly kind: 'unfinished' }
  /** The folder can't be written, so nothing can be claimed there. */
  | { readonly kind: 'impossible' }
  /** Something that no Castellan makes stands in the place of the claim, so nothing can be claimed there. */
  | { readonly kind: 'obstructed'; readonly planted: Planted }

/** The folder within a watched folder where several Castellans coordinate. */
export const claimsFolder = '.castellan'

interface ClaimInput {
  readonly sha256: string
  /** Of the file, for people. */
  readonly name: string
  readonly at: number
}

const mostBytes = 4096
/** Written at once: a claim that says nothing for this long will never say anything. */
const longestWritingMs = 60_000
/** What computers are called. Anything else in a claim is somebody's message to whoever reads it. */
const computerName = /^[a-z0-9](?:[a-z0-9_.-]{0,62})$/i

/**
 * Claims bytes for one Castellan. The claim appears completely or not at all, and only once: a hard link can't replace an
 * existing file; where a share has no links, exclusive creation does the same. The claim stays, so that whoever had the
 * bytes first recognises them as a duplicate when they come again.
 *
 * Claims carry no proof: whoever may write into the folder can claim a file for a Castellan that does not exist. Such a
 * file waits, with the reason on screen, as one of another Castellan does.
 */
export async function claim(folder: SharedDirectory, claimant: Claimant, input: ClaimInput): Promise<Claim> {
  try {
    return await folder.enter(claimsFolder, { create: true }, (ours) =>
      ours.enter('claims', { create: true }, (claims) =>
        claims.enter(input.sha256.slice(0, 2), { create: true }, (place) => claimIn(place, claimant, input)),
      ),
    )
  } catch (error) {
    if (error instanceof Planted) return { kind: 'obstructed', planted: error }
    if (isDenied(error)) return { kind: 'impossible' }
    throw error
  }
}

async function claimIn(
  directory: SharedDirectory,
  claimant: Claimant,
  { sha256, name, at }: ClaimInput,
): Promise<Claim> {
  const file = `${sha256}.json`
  const place = `${directory.place}/${file}`
  const text = `${JSON.stringify({ castellan: 'claim', ...claimant, file: name, at: instant(at) })}\n`
  if (await create(directory, file, text)) return { kind: 'ours' }
  const [written, said] = await directory.withFile(file, async (it) => [it.stats.mtimeMs, await it.text(mostBytes)])
  const owner = ownerIn(said)
  if (owner === undefined) {
    if (Math.abs(at - written) < longestWritingMs) return { kind: 'unfinished' }
    throw new Planted(place, 'no claim of a Castellan')
  }
  return owner.id === claimant.id ? { kind: 'ours' } : { kind: 'theirs', computer: owner.computer, file: place }
}

/** @returns whether it is ours; false when there is one already */
async function create(directory: SharedDirectory, file: string, text: string): Promise<boolean> {
  // The claim is looked for first: writing a draft for each file that is claimed already would wear the share out.
  if ((await directory.look(file)) !== undefined) return false
  const draft = await directory.create(`${randomUUID()}.draft`, text)
  try {
    await directory.link(draft.name, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!lacksLinks.has(codeOf(error))) throw error
    return await createWithoutLinks(directory, file, text)
  } finally {
    await directory.remove(draft)
  }
}

async function createWithoutLinks(directory: SharedDirectory, file: string, text: string): Promise<boolean> {
  try {
    await directory.create(file, text)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @returns undefined for what is no claim, or not yet */
function ownerIn(text: string): { readonly id: string; readonly computer: string | null } | undefined {
  try {
    const { castellan, id, computer } = JSON.parse(text) as Record<string, unknown>
    if (castellan !== 'claim' || typeof id !== 'string') return undefined
    return { id, computer: typeof computer === 'string' && computerName.test(computer) ? computer : null }
  } catch {
    return undefined
  }
}

const lacksLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])
const isDenied = (error: unknown): boolean => ['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error))
