import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ReceivedFile } from '../../../src/contract/files.ts'
import type { Import } from '../../../src/contract/imports.ts'
import { type FolderLab, stillMs } from '../../support/folder-lab.ts'

/** What writers, people and the machine do to a folder, one step at a time. */
export type Step =
  | { readonly do: 'write' | 'begin' | 'rename over' | 'same size'; readonly name: string; readonly content: number }
  | {
      readonly do: 'finish' | 'touch' | 'delete' | 'copy' | 'done' | 'right sha256' | 'wrong sha256'
      readonly name: string
    }
  | { readonly do: 'look' | 'wait' | 'approve' | 'restart' }

const names = ['core-a.csv', 'core-b.csv', 'core-c.csv'] as const
const name = fc.constantFrom(...names)
const content = fc.nat(3)
const writing = fc.record({ do: fc.constantFrom('write', 'begin', 'rename over', 'same size'), name, content })
const handling = fc.record({
  do: fc.constantFrom('finish', 'touch', 'delete', 'copy', 'done', 'right sha256', 'wrong sha256'),
  name,
})
const passing = fc.record({ do: fc.constantFrom('look', 'look', 'wait', 'wait', 'approve', 'restart') })

/** A story of up to eighteen steps. */
export const story: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: writing }, { weight: 4, arbitrary: handling }, { weight: 9, arbitrary: passing }),
  { minLength: 3, maxLength: 18 },
)

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Contents differ between stories, so that none meets another's bytes; all are equally long. */
const extract = (run: number, which: number): string =>
  `User,Right\n${['ana', 'ben', 'cem', 'eve'][which] ?? 'dan'}-${run},Vault ${which}\nzoe-${run},Vault ${which}\n`

/** What is known of a file that lies in the folder: its content, and since when it has been that. */
interface Lying {
  text: string
  since: number
  complete: boolean
}

/** Lives one story and holds everything that must be true against what has come of it. */
export async function live(lab: FolderLab, steps: readonly Step[]): Promise<void> {
  const run = await lab.begin()
  const lying = new Map<string, Lying>()
  /** Everything that was ever whole under a name, and everything that stood still or had a companion. */
  const mayBeTaken = new Set<string>()
  const approved: string[] = []
  const before = lab.imports.list({}, { before: 2 ** 50, limit: 1 }).items[0]?.number ?? 0
  const path = (file: string) => join(lab.root, file)
  const put = (file: string, text: string, complete: boolean) => {
    // Times have a millisecond; two steps are never in the same one.
    lab.now += 5
    writeFileSync(path(file), text)
    utimesSync(path(file), lab.now / 1000, lab.now / 1000)
    lying.set(file, { text, since: lab.now, complete })
  }
  const hasCompanion = (file: string) => ['.done', '.sha256'].some((suffix) => existsSync(path(`${file}${suffix}`)))
  /** What a look may take now: what has stood still, and what a companion calls complete. */
  const notePossible = () => {
    for (const [file, { text, since }] of lying)
      if (lab.now - since >= stillMs || hasCompanion(file)) mayBeTaken.add(sha256(text))
  }
  /** What the watcher has moved aside no longer lies there. */
  const followMoves = () => {
    for (const file of lying.keys()) if (!existsSync(path(file))) lying.delete(file)
  }

  const act = async (step: Step): Promise<void> => {
    switch (step.do) {
      case 'write':
        return put(step.name, extract(run, step.content), true)
      case 'begin':
        return put(step.name, extract(run, step.content).slice(0, 20), false)
      case 'rename over': {
        const text = extract(run, step.content)
        lab.now += 5
        writeFileSync(path(`${step.name}.part`), text)
        utimesSync(path(`${step.name}.part`), lab.now / 1000, lab.now / 1000)
        renameSync(path(`${step.name}.part`), path(step.name))
        lying.set(step.name, { text, since: lab.now, complete: true })
        return
      }
      case 'same size': {
        const now = lying.get(step.name)
        return put(step.name, extract(run, step.content).slice(0, now?.text.length ?? 1000), now?.complete ?? true)
      }
      case 'finish': {
        const now = lying.get(step.name)
        if (now && !now.complete)
          put(
            step.name,
            [0, 1, 2, 3].map((n) => extract(run, n)).find((t) => t.startsWith(now.text)) ?? extract(run, 0),
            true,
          )
        return
      }
      case 'touch': {
        const now = lying.get(step.name)
        if (now) put(step.name, now.text, now.complete)
        return
      }
      case 'delete':
        rmSync(path(step.name), { force: true })
        lying.delete(step.name)
        return
      case 'copy': {
        const now = lying.get(step.name)
        if (now) put('core-copy.csv', now.text, now.complete)
        return
      }
      case 'done':
        if (lying.has(step.name)) writeFileSync(path(`${step.name}.done`), '')
        return
      case 'right sha256': {
        const now = lying.get(step.name)
        if (now) writeFileSync(path(`${step.name}.sha256`), `${sha256(now.text)}  ${step.name}\n`)
        return
      }
      case 'wrong sha256':
        if (lying.has(step.name)) writeFileSync(path(`${step.name}.sha256`), sha256('something else'))
        return
      case 'look':
        notePossible()
        await lab.look()
        return followMoves()
      case 'wait':
        lab.now += stillMs + 100
        return
      case 'approve':
        approved.push(...(await lab.approveAll()))
        return followMoves()
      case 'restart':
        return lab.restart()
    }
  }
  for (const step of steps) await act(step)
  // The writers rest, a person decides, and the watcher looks until nothing moves any more.
  for (let i = 0; i < 4; i++) {
    for (const step of ['wait', 'look', 'approve'] as const) await act({ do: step })
  }
  await act({ do: 'look' })

  const imports = lab.imports
    .list({}, { before: 2 ** 50, limit: 40 })
    .items.filter(({ number }) => number > before)
    .reverse()
  const seen = lab.intake
    .list({}, { before: 2 ** 50, limit: 40 })
    .items.filter(({ path: at }) => at.startsWith(`${lab.root}/`) || at.startsWith(`${lab.root}\\`))
  nothingTornWasTaken(imports, mayBeTaken)
  whatWasApprovedCounts(imports, approved)
  nothingWasImportedTwice(imports)
  everyFileHasItsAnswer(lab, seen, [...lying.keys()])
  nothingWasLost(lab, lying, imports)
}

const shaOf = ({ files }: Import): string => files.map((file) => file.sha256).join()

function nothingTornWasTaken(imports: readonly Import[], mayBeTaken: ReadonlySet<string>): void {
  for (const one of imports) expect(mayBeTaken.has(shaOf(one))).toBe(true)
}

function whatWasApprovedCounts(imports: readonly Import[], approved: readonly string[]): void {
  const applied = imports
    .filter(({ state }) => state === 'applied')
    .sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0))
    .map(shaOf)
  expect(applied).toEqual(approved)
}

/** The bytes that count are not imported again while they count, and no bytes wait twice. */
function nothingWasImportedTwice(imports: readonly Import[]): void {
  const generations = imports
    .filter(({ state }) => state === 'applied')
    .sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0))
    .map(shaOf)
  for (const [at, one] of generations.entries()) expect(one).not.toBe(generations[at - 1])
  const waiting = imports.filter(({ state }) => state === 'staged').map(shaOf)
  expect(waiting).toEqual([])
}

function everyFileHasItsAnswer(lab: FolderLab, seen: readonly ReceivedFile[], there: readonly string[]): void {
  for (const file of seen) expect(file.why).toMatch(/\w.*\.$/)
  for (const file of there) {
    const last = seen.find(({ path }) => path === join(lab.root, file))
    expect([file, last?.state]).toEqual([
      file,
      expect.stringMatching(/^(?:waiting|taken|superseded|duplicate|refused)$/),
    ])
    // Nothing that may be taken is left waiting: what waits has a companion that speaks against it.
    if (last?.state === 'waiting') expect(last.why).toMatch(/companion|SHA-256|is older than/)
  }
}

/** What nobody deleted lies in the folder or aside, as it was, with its receipt. */
function nothingWasLost(lab: FolderLab, lying: ReadonlyMap<string, Lying>, imports: readonly Import[]): void {
  for (const [file, { text }] of lying) expect(readFileSync(join(lab.root, file), 'utf8')).toBe(text)
  const aside = ['processed', 'refused'].flatMap((folder) => filesIn(join(lab.root, folder)))
  const receipts = aside.filter((at) => at.endsWith('.receipt.json'))
  const moved = aside.filter((at) => at.endsWith('.csv'))
  for (const at of moved) expect(receipts).toContain(`${at}.receipt.json`)
  const known = new Set(imports.map(shaOf))
  for (const at of moved) if (at.includes('processed')) expect(known.has(sha256(readFileSync(at, 'utf8')))).toBe(true)
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : []
