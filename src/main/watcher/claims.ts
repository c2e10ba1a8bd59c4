import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { instant } from '../domain/shared/instant.ts'
import { writeSynced } from './write-synced.ts'

/** The Castellan that takes files from a folder: another one on the same share must not take them too. */
export interface Claimant {
  /** Stays the same for a data directory. */
  readonly id: string
  /** For people. */
  readonly computer: string
}

export type Claim =
  | { readonly kind: 'ours' }
  /** Another Castellan has it, on `computer`. `file` is the claim, within the folder. */
  | { readonly kind: 'theirs'; readonly computer: string; readonly file: string }
  /** The folder can't be written, so nothing can be claimed there. */
  | { readonly kind: 'impossible' }

/** The folder within a watched folder where several Castellans coordinate. */
export const claimsFolder = '.castellan'

interface ClaimInput {
  readonly sha256: string
  /** Of the file, for people. */
  readonly name: string
  readonly at: number
}

/**
 * Claims bytes for one Castellan. The claim appears completely or not at all, and only once: a hard link can't replace an
 * existing file; where a share has no links, exclusive creation does the same. The claim stays, so that whoever had the
 * bytes first recognises them as a duplicate when they come again.
 */
export async function claim(root: string, claimant: Claimant, { sha256, name, at }: ClaimInput): Promise<Claim> {
  const folder = join(root, claimsFolder, 'claims', sha256.slice(0, 2))
  const file = join(folder, `${sha256}.json`)
  const text = `${JSON.stringify({ castellan: 'claim', ...claimant, file: name, at: instant(at) })}\n`
  try {
    await mkdir(folder, { recursive: true })
    if (await create(folder, file, text)) return { kind: 'ours' }
  } catch (error) {
    if (isDenied(error)) return { kind: 'impossible' }
    throw error
  }
  const owner = await ownerOf(file)
  if (owner.id === claimant.id) return { kind: 'ours' }
  return {
    kind: 'theirs',
    computer: owner.computer,
    file: join(claimsFolder, 'claims', sha256.slice(0, 2), `${sha256}.json`),
  }
}

/** @returns whether it is ours; false when there is one already */
async function create(folder: string, file: string, text: string): Promise<boolean> {
  const draft = join(folder, `${randomUUID()}.draft`)
  try {
    await writeSynced(draft, text, 'wx')
    await link(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!lacksLinks.has(codeOf(error))) throw error
    return await createWithoutLinks(file, text)
  } finally {
    await rm(draft, { force: true })
  }
}

async function createWithoutLinks(file: string, text: string): Promise<boolean> {
  try {
    await writeSynced(file, text, 'wx')
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function ownerOf(file: string): Promise<Claimant> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as Partial<Claimant>
    return { id: String(owner.id ?? ''), computer: String(owner.computer ?? 'another computer') }
  } catch {
    return { id: '', computer: 'another computer' }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
const lacksLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])
const isDenied = (error: unknown): boolean => ['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error))
