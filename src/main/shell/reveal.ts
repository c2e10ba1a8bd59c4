import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'

/** The real path, when it lies in one of the workspace's own folders; null for any other (A5). */
export async function ownPath(path: string, roots: readonly string[]): Promise<string | null> {
  if (!isAbsolute(path) || /[\p{Cc}\p{Cf}]/u.test(path)) return null
  try {
    const real = await realpath(path)
    for (const root of roots) if (isInside(real, await realpath(root).catch(() => root))) return real
    return null
  } catch {
    return null
  }
}

function isInside(path: string, root: string): boolean {
  const relativePath = relative(root, path)
  return (
    relativePath === '' || (relativePath !== '..' && !relativePath.startsWith(`..${sep}`) && !isAbsolute(relativePath))
  )
}
