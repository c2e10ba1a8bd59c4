/**
 * Writes docs/errors.md: `node test/support/make-error-catalogue.ts`. A test holds the file equal to this.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseSync } from 'vite'
import { toProblem } from '../../src/main/api/http/error-to-problem.ts'
import { reasonOf } from '../../src/main/api/identity-governance/crest/reasons.ts'
import { problemMembers } from '../../src/main/api/permission-assist/errors.ts'
import { DomainError, type ErrorCode, notFound } from '../../src/main/domain/shared/errors.ts'

const root = resolve(import.meta.dirname, '../..')
export const catalogueFile = join(root, 'docs/errors.md')

/** A node of the syntax tree: a bag of named fields. */
interface Node {
  readonly type: string
  readonly [field: string]: unknown
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [])
const child = (node: Node, field: string): Node | undefined => nodesIn(node[field])[0]

function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) for (const one of nodesIn(value)) yield* walk(one)
}

const branches = ['consequent', 'alternate'] as const

/** What an expression says, `…` where it is put together; each branch of a condition by itself, or one of them. */
function textsOf(
  node: Node | undefined,
  constants: ReadonlyMap<string, Node>,
  taken: readonly (typeof branches)[number][] = branches,
): string[] {
  switch (node?.type) {
    case 'Literal':
      return [String(node['value'])]
    case 'TemplateLiteral': {
      const parts = nodesIn(node['quasis']).map(({ value }) => (value as { cooked: string }).cooked)
      return [parts.join('…')]
    }
    case 'BinaryExpression': {
      const [left = '…'] = textsOf(child(node, 'left'), constants)
      const [right = '…'] = textsOf(child(node, 'right'), constants)
      return node['operator'] === '+' ? [left + right] : ['…']
    }
    case 'ConditionalExpression':
      return taken.flatMap((branch) => textsOf(child(node, branch), constants, taken))
    case 'LogicalExpression':
      return textsOf(child(node, 'right'), constants)
    case 'Identifier': {
      const value = constants.get(String(node['name']))
      return value === undefined ? ['…'] : textsOf(value, new Map(), taken)
    }
    default:
      return ['…']
  }
}

interface Said {
  readonly code: string
  readonly status: string
  readonly title: string
  readonly file: string
}

interface Found {
  /** Problems that are written out: guards, routers, transports. */
  readonly problems: Said[]
  /** What the domain refuses with. */
  readonly domain: Said[]
  /** What `/openidm` says by itself. */
  readonly crest: Said[]
}

/** What `notFound(…)` of the domain throws. */
const { code: notFoundCode } = notFound('')

function readFile(file: string, found: Found): void {
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'), { lang: 'ts' })
  const nodes = [...walk(program as unknown as Node)]
  const constants = new Map<string, Node>()
  for (const node of nodes) {
    const [id, init] = [child(node, 'id'), child(node, 'init')]
    if (node.type === 'VariableDeclarator' && id?.type === 'Identifier' && init) constants.set(String(id['name']), init)
  }
  const texts = (node: Node | undefined) => textsOf(node, constants)
  const add = (list: Said[], codes: string[], statuses: string[], titles: string[]): void => {
    for (const code of codes)
      for (const status of statuses) for (const title of titles) list.push({ code, status, title, file })
  }
  for (const node of nodes) {
    if (node.type === 'ObjectExpression') {
      const member = (name: string) =>
        nodesIn(node['properties']).find((one) => one.type === 'Property' && child(one, 'key')?.['name'] === name)
      const named = member('code') ?? member('type')
      if (!named || !member('status') || !member('title')) continue
      // Conditions in one problem ask the same.
      for (const branch of branches) {
        const value = (of: Node | undefined) => textsOf(child(of ?? node, 'value'), constants, [branch])
        const codes = value(named).map((code) => code.replace('urn:castellan:problem:', ''))
        const statuses = value(member('status'))
        const isProblem =
          codes.every((code) => /^[a-z-]+$/.test(code)) && statuses.every((status) => /^\d+$/.test(status))
        if (isProblem) add(found.problems, codes, statuses, value(member('title')))
      }
    }
    const made = node.type === 'NewExpression' ? child(node, 'callee')?.['name'] : undefined
    const called = node.type === 'CallExpression' ? child(node, 'callee')?.['name'] : undefined
    const [first, second] = nodesIn(node['arguments'])
    if (made === 'DomainError') add(found.domain, texts(first), [''], texts(second))
    if (called === 'notFound' && file.includes('/domain/')) {
      const titles = texts(first).map((what) => `There is no such ${what}.`)
      add(found.domain, [notFoundCode], [''], titles)
    }
    if (made === 'CrestError') add(found.crest, [''], texts(first), texts(second))
    if (called === 'badRequest') add(found.crest, [''], ['400'], texts(first))
  }
}

function readSources(): Found {
  const found: Found = { problems: [], domain: [], crest: [] }
  const files = readdirSync(join(root, 'src/main'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('src/main/cli') && !/\.data\.ts$|domain\/shared\/errors\.ts$/.test(file))
  for (const file of files.toSorted()) readFile(file, found)
  return found
}

/** The codes of the domain with the remark that stands beside each. */
function domainCodes(): { code: ErrorCode; means: string }[] {
  const text = readFileSync(join(root, 'src/main/domain/shared/errors.ts'), 'utf8')
  const union = /export type ErrorCode =\n((?: {2}\|.*\n?)+)/.exec(text)?.[1] ?? ''
  const codes = [...union.matchAll(/\| '([^']+)'(?: \/\/ (.*))?/g)]
  if (codes.length === 0) throw new Error('src/main/domain/shared/errors.ts lists its codes in another way now')
  return codes.map(([, code = '', means = '']) => ({ code: code as ErrorCode, means }))
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), `|${'---|'.repeat(head.length)}`, ...rows].join('\n')

/** One row for each text, with every place that says it. */
function merged(said: readonly Said[], below: string, cells: (one: Said) => string[]): string[] {
  const groups = Map.groupBy(said, (one) => row(...cells(one)).slice(0, -2))
  return [...groups].map(([start, all]) => {
    const files = new Set(all.map(({ file }) => `\`${file.replace(below, '').replace('src/main/', '')}\``))
    return `${start} | ${[...files].join(', ')} |`
  })
}

/** Sentences that are put together at run time only say nothing here. */
const isSaid = ({ title }: Said): boolean => /\p{L}{3}/u.test(title)

export function catalogueText(): string {
  const { problems, domain, crest } = readSources()
  const codes = domainCodes()
  const problemOf = (code: ErrorCode) => toProblem(new DomainError(code, '')) ?? { status: 500, code, title: '' }
  const all = [
    ...problems.map(({ code, status }) => ({ code, status: Number(status) })),
    ...codes.map(({ code }) => problemOf(code)),
  ]
  const statuses = [...new Set(all.map(({ status }) => status))].filter(Number.isFinite).toSorted((a, b) => a - b)
  const byCode = (a: Said, b: Said): number =>
    a.code.localeCompare(b.code, 'en') || a.title.localeCompare(b.title, 'en') || a.file.localeCompare(b.file, 'en')
  const wordOf = (status: number): string => problemMembers({ status, code: '', title: '' }, '').error

  const statusRows = statuses.map((status) => {
    const here = [...new Set(all.filter((one) => one.status === status).map(({ code }) => `\`${code}\``))].toSorted()
    return row(String(status), here.join(', '), `\`${wordOf(status)}\``, reasonOf(status))
  })
  const problemRows = merged(problems.toSorted(byCode), 'src/main/', ({ code, status, title }) => [
    `\`${code}\``,
    status,
    title,
  ])
  const sections = codes.map(({ code, means }) => {
    const { status, code: shown } = problemOf(code)
    const said = domain.filter((one) => one.code === code && isSaid(one)).toSorted(byCode)
    const rows = merged(said, 'src/main/domain/', ({ title }) => [title])
    const intro = means === '' ? '' : `It means: ${means}.\n\n`
    return `### ${shown} (${status})\n\n${intro}${rows.length === 0 ? 'Nothing says it at present.' : table(['title', 'where'], rows)}`
  })
  const own = crest
    .filter((one) => isSaid(one) && Number.isFinite(Number(one.status)))
    .toSorted((a, b) => Number(a.status) - Number(b.status) || byCode(a, b))
  const crestRows = merged(own, 'src/main/api/identity-governance/', ({ status, title }) => [
    status,
    reasonOf(Number(status)),
    title,
  ])

  return `# Errors

This page is made from the sources by \`node test/support/make-error-catalogue.ts\`. A test holds it equal to them: run the command after you add or change an error. \`…\` stands for what is put in at run time.

Every error of \`/v1\` is a problem of RFC 9457: \`type\` is \`urn:castellan:problem:\` and the code, with \`title\`, \`status\`, \`detail\`, \`requestId\` and, for wrong fields, \`errors\` with a JSON pointer each. **Scripts rely on the code and the status.** Titles are for people and may change.

## By status

The same error on the three APIs. \`/api\` answers its word in \`error\`, \`/openidm\` its reason in \`reason\`.

${table(['status', 'codes of `/v1`', '`/api`', '`/openidm`'], statusRows)}

## Problems of the call itself

Transports, guards and routers say these, before or around an operation. Paths are below \`src/main\`.

${table(['code', 'status', 'title', 'where'], problemRows)}

## Refusals of the domain

A service throws \`DomainError\` with one of these codes. \`src/main/api/http/error-to-problem.ts\` gives each its status. Paths are below \`src/main/domain\`, those with \`api/\`, \`host/\` or \`workspace/\` below \`src/main\`.

${sections.join('\n\n')}

## What \`/openidm\` says by itself

Its operations throw \`CrestError\` for what only its contract knows. Paths are below \`src/main/api/identity-governance\`.

${table(['status', 'reason', 'message', 'where'], crestRows)}
`
}

if (process.argv[1] === import.meta.filename) writeFileSync(catalogueFile, catalogueText())
