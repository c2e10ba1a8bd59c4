import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Who takes files from a folder: another one on the same share must not take them too. */
export interface Claimant {
  /** Stays the same for a data directory. */
  readonly id: string
  /** For people. */
  readonly computer: string
}

export type Claim =
  | { readonly kind: 'ours' }
  /** Somebody else has it. `file` is the claim, within the folder. */
  | { readonly kind: 'theirs'; readonly by: string; readonly file: string }
  /** Nothing can be written there, so nobody who stands where we do can claim anything. */
  | { readonly kind: 'impossible' }

/** In a watched folder, what Castellans tell one another. */
export const claimsFolder = '.castellan'

/**
 * Claims bytes for one Castellan. The claim appears whole or not at all, and once: a hard link can't replace what is
 * there; where a share knows no links, exclusive creation does the same. It stays, so that the same bytes that come again
 * are known as a duplicate by whoever had them first.
 */
export async function claim(
  root: string,
  sha256: string,
  name: string,
  claimant: Claimant,
  at: number,
): Promise<Claim> {
  const folder = join(root, claimsFolder, 'claims', sha256.slice(0, 2))
  const file = join(folder, `${sha256}.json`)
  const text = `${JSON.stringify({ castellan: 'claim', ...claimant, file: name, at: new Date(at).toISOString() })}\n`
  try {
    await mkdir(folder, { recursive: true })
    if (await create(folder, file, text)) return { kind: 'ours' }
  } catch (error) {
    if (isNoRight(error)) return { kind: 'impossible' }
    throw error
  }
  const owner = await ownerOf(file)
  if (owner.id === claimant.id) return { kind: 'ours' }
  return {
    kind: 'theirs',
    by: owner.computer,
    file: join(claimsFolder, 'claims', sha256.slice(0, 2), `${sha256}.json`),
  }
}

/** @returns whether it is ours; false when there is one already */
async function create(folder: string, file: string, text: string): Promise<boolean> {
  const draft = join(folder, `${randomUUID()}.draft`)
  try {
    await write(draft, text)
    await link(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!knowsNoLinks.has(codeOf(error))) throw error
    return await write(file, text).then(
      () => true,
      (again: unknown) => {
        if (codeOf(again) === 'EEXIST') return false
        throw again
      },
    )
  } finally {
    await rm(draft, { force: true })
  }
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function ownerOf(file: string): Promise<Claimant> {
  try {
    const said = JSON.parse(await readFile(file, 'utf8')) as Partial<Claimant>
    return { id: String(said.id ?? ''), computer: String(said.computer ?? 'another computer') }
  } catch {
    return { id: '', computer: 'another computer' }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
const knowsNoLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])
const isNoRight = (error: unknown): boolean => ['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error))
