import { expect, test } from 'vitest'
import {
  brokenLinks,
  codesIn,
  commentsOf,
  definedIn,
  entriesIn,
  leadsSomewhere,
  docPages,
  pathsIn,
  type Reference,
  sources,
  type Text,
} from './references.ts'
import { domainStair, zones } from './zones.ts'

const pages = docPages()
const files = sources()
const comments = files.map(commentsOf)
const pageAt = (path: string): Text => pages.find((page) => page.path === path) ?? { path, text: '' }

const requirements = definedIn(pageAt('docs/requirements.md'))
const contract = definedIn(pageAt('docs/contracts/identity-governance.md'))
const withoutLine = (references: readonly Reference[]) =>
  references.filter(({ what }) => !requirements.codes.has(what) && !contract.codes.has(what))

test('every code in a comment or a page of the docs has its line', () => {
  const others = comments.filter(({ path }) => !path.startsWith('test/lint/references'))
  expect(withoutLine(codesIn([...others, ...pages]))).toEqual([])
})

test('the sources use codes of each kind', () => {
  const used = codesIn(comments.filter(({ path }) => path.startsWith('src/'))).map(({ what }) => what)
  expect(used).toEqual(expect.arrayContaining(['A23', 'B20', 'C35', 'A.0', 'B.10', 'C.2', 'D.4', 'D']))
})

test('every entry that an operation names is a row of the contract', () => {
  const operations = files.filter(({ path }) => path.startsWith('src/main/api/identity-governance/'))
  const references = entriesIn(operations)
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter(({ what }) => !contract.entries.has(what))).toEqual([])
})

test('every entry of the contract has its operation', () => {
  const references = new Set(entriesIn(files).map(({ what }) => what))
  expect([...contract.entries].filter((entry) => !references.has(entry))).toEqual([])
})

test('every path that a page or a comment names exists', () => {
  const references = pathsIn([...pages, ...comments.filter(({ path }) => path.startsWith('src/'))])
  expect(references.length).toBeGreaterThan(60)
  expect(references.filter(({ what }) => !leadsSomewhere(what))).toEqual([])
})

test('every link between pages leads to a file and a heading', () => {
  expect(brokenLinks(pages)).toEqual([])
})

const rowsIn = (text: string): string[][] =>
  [...text.matchAll(/^\| (.*) \|$/gm)].map(([, cells = '']) => cells.split(' | ').map((cell) => cell.trim()))

test('the table of zones agrees with zones.ts', () => {
  const { text } = pageAt('docs/architecture.md')
  const part = text.slice(text.indexOf('| zone |'), text.indexOf('## The domain is a stair'))
  const documented = rowsIn(part)
    .slice(1)
    .map(([name, , , use]) => `${name}: ${use}`)
  const expected = zones
    .filter(({ name }) => name !== 'loose file')
    .map(({ name, may, mayKnow = [] }) => {
      const types = mayKnow.length > 0 ? `; types of ${mayKnow.join(', ')}` : ''
      return `${name}: ${may.join(', ') || 'nothing'}${types}`
    })
  expect(documented).toEqual([...new Set(expected)])
})

test('the table of modules has the order of the stair and names what each opens', () => {
  const { text } = pageAt('docs/architecture.md')
  const part = text.slice(text.indexOf('| module |'), text.indexOf('## Five flows'))
  const documented = rowsIn(part)
    .slice(1)
    .map(([name = '', , face = '']) => [
      name.replaceAll('`', ''),
      [...face.matchAll(/`([^`]+)`/g)].map(([, file]) => file),
    ])
  const expected = domainStair.map(({ name, opens }) => [
    name,
    opens.filter((file) => file !== '*').map((file) => `${file.split('/').at(-1)}.ts`),
  ])
  expect(documented).toEqual(expected)
  const drawn = /^```\n( shared\n[^`]*)^```/m.exec(text)?.[1]?.trim().split(/\s+/)
  expect(drawn).toEqual(domainStair.map(({ name }) => name))
})

const page = (text: string): Text[] => [{ path: 'docs/made-up.md', text }]

test('finds a code without a line and skips quoted text', () => {
  const comment = commentsOf({ path: 'src/made-up.ts', text: "const a = 'A98' // As A97 asks (A99, D.77); `A96`\n" })
  expect(withoutLine(codesIn([comment])).map(({ what }) => what)).toEqual(['A97', 'A99', 'D.77'])
  expect(withoutLine(codesIn([comment]))[0]?.where).toBe('src/made-up.ts:1')
  expect(withoutLine(codesIn(page('See (A23), section D.4, (D) and RFC 9457; UTF-8, C17.2.')))).toEqual([])
  expect(entriesIn(page('entries: [54, 99],\n/** Of entry 29 and 30. */')).map(({ what }) => what)).toEqual([
    '54',
    '99',
    '29',
    '30',
  ])
})

test('finds a path that leads nowhere and skips what the reader is to make', () => {
  const references = pathsIn(
    page(
      'In src/main/gone.ts, `host/host.ts`, `nowhere.ts`, docs/audit.md. `src/contract/mine.ts` (new)\n```\nsrc/x.ts\n```\n`*.service.ts` src/main/domain/*/none.ts',
    ),
  )
  expect(references.map(({ what }) => what)).toEqual([
    'src/main/gone.ts',
    'docs/audit.md',
    'src/main/domain/*/none.ts',
    'host/host.ts',
    'nowhere.ts',
    '*.service.ts',
  ])
  expect(references.filter(({ what }) => !leadsSomewhere(what)).map(({ what }) => what)).toEqual([
    'src/main/gone.ts',
    'src/main/domain/*/none.ts',
    'nowhere.ts',
  ])
})

test('finds a link to a missing file or heading', () => {
  const text = '# One\n## Two words\n[a](#two-words) [b](#three) [c](audit.md#the-tree) [d](audit.md#no) [e](gone.md)'
  expect(brokenLinks(page(text)).map(({ what }) => what)).toEqual(['#three', 'audit.md#no', 'gone.md'])
})
