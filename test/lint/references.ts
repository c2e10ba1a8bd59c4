import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'

/**
 * Codes such as (A23), (C.2) and `entries: [51]` in the sources, and the paths that docs and comments name.
 * references.test.ts holds that each of them leads somewhere.
 */
const root = resolve(import.meta.dirname, '../..')

export interface Reference {
  /** Repository path and line. */
  readonly where: string
  readonly what: string
}

export interface Text {
  readonly path: string
  readonly text: string
}

const folders = ['docs', 'resources', 'src', 'test']
export const repositoryFiles: readonly string[] = [
  ...readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
  ...folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  ),
]

const read = (path: string): Text => ({ path, text: readFileSync(join(root, path), 'utf8') })

export const docPages = (): Text[] => repositoryFiles.filter((path) => path.endsWith('.md')).map(read)
export const sources = (): Text[] => repositoryFiles.filter((path) => /^(src|test)\/.*\.tsx?$/.test(path)).map(read)

/** The same text with everything but its comments blanked, so that lines keep their numbers. */
export const commentsOf = ({ path, text }: Text): Text => {
  const blank = (part: string) => part.replaceAll(/[^\n]/g, ' ')
  let at = 0
  let result = ''
  for (const { index, 0: comment } of text.matchAll(/(?<=^|\s)(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm)) {
    result += blank(text.slice(at, index)) + comment
    at = index + comment.length
  }
  return { path, text: result + blank(text.slice(at)) }
}

/** The same page without its blocks of code: what stands there is for another machine, or made up. */
const proseOf = ({ path, text }: Text): Text => ({
  path,
  text: text.replaceAll(/^```[\s\S]*?^```/gm, (block) => block.replaceAll(/[^\n]/g, ' ')),
})

function findAll(texts: readonly Text[], pattern: RegExp, whatOf: (match: RegExpExecArray) => string[]): Reference[] {
  return texts.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap((match) =>
      whatOf(match).map((what) => ({ where: `${path}:${text.slice(0, match.index).split('\n').length}`, what })),
    ),
  )
}

const withoutQuotes = ({ path, text }: Text): Text => ({
  path,
  text: text.replaceAll(/`[^`\n]*`/g, (quoted) => ' '.repeat(quoted.length)),
})

/** Codes of requirements, as A23, and of sections of the contract, as C.2 or (D). Text in backticks is skipped. */
export const codesIn = (texts: readonly Text[]): Reference[] =>
  findAll(
    texts.map(withoutQuotes),
    /(?<![\w.%])(?:[ABCP]\d{1,2}|[A-F]\.\d{1,2})(?![\w.]*\w)|\(([A-F])\)/g,
    ([all, section]) => [section ?? all],
  )

/** Numbers of entries of the contract: `entries: [54, 56]` in operations, "entry 29" in comments. */
export const entriesIn = (texts: readonly Text[]): Reference[] => [
  ...findAll(texts, /\bentries: \[([\d, ]+)\]/g, ([, numbers = '']) => numbers.split(/, */)),
  ...findAll(texts.map(commentsOf), /\bentr(?:y|ies) (\d+)(?: and (\d+))?/g, ([, ...numbers]) =>
    numbers.filter((number) => number !== undefined),
  ),
]

/** What a page defines: codes in the first cell of a row, sections in headings, entries as numbers of a row with a method. */
export function definedIn({ text }: Text): { readonly codes: Set<string>; readonly entries: Set<string> } {
  const firsts = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first)
  const rows = firsts(/^\| (\d[\d, ]*) \| [^|]* \| (?:GET|POST|DELETE) /gm)
  return {
    codes: new Set([...firsts(/^\| ([A-Z]\d+) \|/gm), ...firsts(/^#+ ([A-F](?:\.\d+)?)\.? /gm)]),
    entries: new Set(rows.flatMap((numbers) => numbers.split(/, */))),
  }
}

/** Paths of this repository as pages and comments name them. `(new)` after one says that the reader makes it. */
export const pathsIn = (texts: readonly Text[]): Reference[] => {
  const prose = texts.map(proseOf)
  const unlessNew = (match: RegExpExecArray, path: string) =>
    /^`? \(new\)/.test(match.input.slice(match.index + match[0].length)) ? [] : [path]
  return [
    ...findAll(prose, /(?<![\w./-])(?:docs|src|test|resources)\/[\w*./-]*[\w*/]/g, (match) =>
      unlessNew(match, match[0]),
    ),
    ...findAll(prose, /`([\w*./-]+\.tsx?)`/g, (match) =>
      /^(src|test)\//.test(match[1] ?? '') ? [] : unlessNew(match, match[1] ?? ''),
    ),
  ]
}

/** Whether a path leads to a file or folder; a `*` stands for anything, and a short one may begin anywhere. */
export function leadsSomewhere(path: string): boolean {
  if (!path.includes('*') && existsSync(join(root, path))) return true
  const pattern = path.replaceAll(/[.]/g, '\\.').replaceAll(/\*+/g, '[^]*')
  const isWhole = /^(docs|src|test|resources)\//.test(path)
  const whole = new RegExp(`${isWhole ? '^' : '(^|/)'}${pattern}${path.endsWith('*') ? '' : '$'}`)
  return repositoryFiles.some((file) => whole.test(file))
}

/** GitHub's name for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

/** Links between pages whose file or heading is not there. */
export function brokenLinks(texts: readonly Text[]): Reference[] {
  const links = texts.map(proseOf).flatMap((page) =>
    findAll([page], /\]\((?!https?:|mailto:)([^)\s]+)\)/g, ([, target = '']) => [target]).map((link) => ({
      page,
      link,
    })),
  )
  return links.flatMap(({ page, link }) => {
    const [file = '', anchor] = link.what.split('#')
    const path = file === '' ? page.path : posix.join(dirname(page.path), file)
    if (file !== '' && !existsSync(join(root, path))) return [link]
    if (anchor === undefined || !path.endsWith('.md')) return []
    const target = file === '' ? page : read(path)
    const anchors = [...target.text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    return anchors.includes(anchor) ? [] : [link]
  })
}
