import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'

/** What somebody who may write into a watched folder can put there. */
export const kinds = [
  'link to a file',
  'link to a folder',
  'dangling link',
  'pipe',
  'socket',
  'folder',
  'file',
  'empty file',
  'huge file',
  'unreadable file',
  'claim of a stranger',
] as const
export type Kind = (typeof kinds)[number]

/** Words that must not reach anybody as if they were ours, and characters that must not reach a terminal. */
export const strangersWords = 'URGENT: sign in at http://castellan-login.example'
const treacherous = '\u001b[2J\u202e\u0000\n'

/** Puts a thing at a path. @returns how to take it away again; undefined when something on the way is no folder */
export function plant(kind: Kind, path: string, outside: string): (() => void) | undefined {
  try {
    if (!isInside(path)) return undefined
    mkdirSync(dirname(path), { recursive: true })
    if (lstatSync(path, { throwIfNoEntry: false })) return undefined
  } catch {
    return undefined
  }
  if (kind === 'socket') {
    // A socket's own path must be short.
    const short = join(outside, 's')
    const server = createServer().listen(short)
    renameSync(short, path)
    return () => server.close()
  }
  put(kind, path, outside)
  return () => undefined
}

/** A path that leads through a link leads outside: nothing is planted there by the test itself. */
function isInside(path: string): boolean {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at))
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return false
  return true
}

function put(kind: Exclude<Kind, 'socket'>, path: string, outside: string): void {
  switch (kind) {
    case 'link to a file':
      return symlinkSync(join(outside, 'victim.db'), path)
    case 'link to a folder':
      return symlinkSync(join(outside, 'autostart'), path)
    case 'dangling link':
      return symlinkSync(join(outside, 'new.txt'), path)
    case 'pipe':
      return void execFileSync('mkfifo', [path])
    case 'folder':
      return mkdirSync(path)
    case 'file':
      return writeFileSync(path, `${strangersWords}${treacherous}`)
    case 'empty file':
      return writeFileSync(path, '')
    case 'huge file':
      writeFileSync(path, '{')
      return truncateSync(path, 3_000_000_000)
    case 'unreadable file':
      writeFileSync(path, 'secret')
      return chmodSync(path, 0)
    case 'claim of a stranger':
      return writeFileSync(
        path,
        JSON.stringify({ castellan: 'claim', id: 'x', computer: `HR-01. ${strangersWords}${treacherous}` }),
      )
  }
}

/** A tree that nothing may change, and what it was. */
export function makeOutside(path: string): void {
  mkdirSync(join(path, 'autostart'), { recursive: true })
  writeFileSync(join(path, 'victim.db'), 'SQLite format 3 precious')
  writeFileSync(join(path, 'autostart', 'own.desktop'), 'own')
}

/** Everything below a path, with what would show that it was written to. */
export const treeOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(identityOf)

/** Which thing stands at a path, and what is in it. */
export function identityOf(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats) return `${path} is gone`
  const isRead = stats.isFile() && stats.size < 1_000_000 && existsSync(path)
  const content = isRead ? createHash('sha256').update(readFileSync(path)).digest('hex') : ''
  return [path, stats.ino, stats.mode, stats.isDirectory() ? '' : `${stats.size} ${stats.mtimeMs}`, content].join(' ')
}
