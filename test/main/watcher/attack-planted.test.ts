import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderLab, place, stillMs } from '../../support/folder-lab.ts'
import { sha256 } from './folder-model.ts'
import { identityOf, type Kind, kinds, makeOutside, plant, strangersWords, treeOf } from './planted-things.ts'

let lab: FolderLab
let outside: string
beforeEach(() => {
  lab = new FolderLab()
  outside = mkdtempSync(join(place, 'castellan-outside-'))
  makeOutside(outside)
})
afterEach(async () => {
  await lab.close()
  rmSync(outside, { recursive: true, force: true })
})

const at = (...names: string[]) => join(lab.root, ...names)
const extract = (run: number, who: string) => `User,Right\n${who}-${run},Vault\n`
const files = () =>
  lab.intake.list({}, { before: 2 ** 50, limit: 60 }).items.filter(({ path }) => path.startsWith(`${lab.root}/`))
const file = (name: string) => files().find((one) => one.name === name)
async function rest(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    lab.now += stillMs
    await lab.look()
  }
}
/** A file that is refused for what its companion says, and so goes to `refused`. */
function dropWrong(name: string): void {
  writeFileSync(at(name), `User,Right\nwrong-${lab.root.length},Vault\n`)
  writeFileSync(at(`${name}.sha256`), sha256('something else'))
}
/** Where the files of this moment go in the archive. */
const day = () => new Date(lab.now).toISOString().slice(0, 10)

/** Pipes, sockets and links that anybody may make are the matter of other systems. */
describe.skipIf(process.platform === 'win32')('things that are planted in a watched folder', () => {
  it.each(['processed', 'refused'])('a link planted as %s/ moves nothing outside the folder', async (name) => {
    const run = await lab.begin()
    symlinkSync(join(outside, 'autostart'), at(name))
    const before = treeOf(outside)
    writeFileSync(at('core.csv'), extract(run, 'ana'))
    dropWrong('core-wrong.csv')
    await rest()
    await lab.approveAll()
    await rest()
    expect(treeOf(outside)).toEqual(before)
    expect([file('core.csv')?.state, file('core-wrong.csv')?.state]).toEqual(['taken', 'refused'])
    expect(lab.planted).toEqual([`${name} is a link`])
    expect(lab.detail()).toContain(`${name} is a link`)
    rmSync(at(name))
    await rest()
    expect(lab.detail()).not.toContain('link')
    expect(readdirSync(at(name, day())).length).toBeGreaterThan(1)
  })

  it('a link planted as the folder of a day moves nothing outside the folder', async () => {
    await lab.begin()
    mkdirSync(at('refused'))
    symlinkSync(join(outside, 'autostart'), at('refused', day()))
    const before = treeOf(outside)
    dropWrong('core-wrong.csv')
    await rest()
    expect(treeOf(outside)).toEqual(before)
    expect(lab.planted).toEqual([`refused/${day()} is a link`])
    expect(file('core-wrong.csv')?.state).toBe('refused')
  })

  it('links planted under the names of receipts are not written through, and another name is used', async () => {
    await lab.begin()
    mkdirSync(at('refused', day()), { recursive: true })
    for (let i = 0; i < 60; i++) {
      const time = new Date(lab.now + i * 1000).toISOString().slice(11, 19).replaceAll(':', '-')
      symlinkSync(join(outside, 'victim.db'), at('refused', day(), `${time} core-wrong.csv.receipt.json`))
    }
    const before = treeOf(outside)
    dropWrong('core-wrong.csv')
    await rest()
    expect(treeOf(outside)).toEqual(before)
    const moved = readdirSync(at('refused', day())).filter((name) => /-[0-9a-f]{8} core-wrong\.csv/.test(name))
    expect(moved.map((name) => name.replace(/^\S+ /, '')).sort()).toEqual([
      'core-wrong.csv',
      'core-wrong.csv.receipt.json',
      'core-wrong.csv.sha256',
    ])
    expect(lab.planted).toHaveLength(1)
  })

  it.each(['processed', 'refused', '.castellan'])('a pipe planted as %s keeps nobody waiting', async (name) => {
    const run = await lab.begin()
    plant('pipe', at(name), outside)
    writeFileSync(at('core.csv'), extract(run, 'ana'))
    await rest()
    expect(file('core.csv')?.state).toBe('taken')
    expect(lab.planted).toEqual([`${name} is a pipe`])
  })

  it.each(['pipe', 'link to a file', 'huge file', 'folder'] as const)(
    'a %s planted as the claim of a file keeps neither it nor others waiting',
    async (kind) => {
      const run = await lab.begin()
      const text = extract(run, 'ana')
      plant(kind, at('.castellan', 'claims', sha256(text).slice(0, 2), `${sha256(text)}.json`), outside)
      writeFileSync(at('core-a.csv'), text)
      writeFileSync(at('core-b.csv'), extract(run, 'ben'))
      await rest()
      expect(lab.imports.list({}, { before: 2 ** 50, limit: 9 }).items.flatMap((one) => one.files)).toMatchObject([
        { name: 'core-b.csv' },
        { name: 'core-a.csv' },
      ])
      expect(lab.planted).toHaveLength(1)
    },
  )

  it('a claim that a stranger planted says nothing in the stranger’s words', async () => {
    const run = await lab.begin()
    const text = extract(run, 'ana')
    plant('claim of a stranger', at('.castellan', 'claims', sha256(text).slice(0, 2), `${sha256(text)}.json`), outside)
    writeFileSync(at('core.csv'), text)
    await rest()
    const why = file('core.csv')?.why ?? ''
    expect([file('core.csv')?.state, why]).toEqual(['waiting', expect.stringContaining('has claimed it')])
    expect([why.includes(strangersWords), /[\p{Cc}\p{Cf}]/u.test(why), why.length < 500]).toEqual([false, false, true])
  })

  it.each(kinds.filter((kind) => !['claim of a stranger', 'file', 'empty file'].includes(kind)))(
    'a %s planted as a companion counts for nothing',
    async (kind) => {
      const run = await lab.begin()
      const remove = plant(kind, at('core.csv.done'), outside)
      // Whoever runs as root reads it, and a digest file without a digest is waited for.
      if (kind !== 'unreadable file') plant(kind, at('core.csv.sha256'), outside)
      writeFileSync(at('core.csv'), extract(run, 'ana'))
      await rest()
      expect(file('core.csv')?.state).toBe('taken')
      expect(lab.planted.length).toBeLessThan(3)
      remove?.()
    },
  )

  it('a name with control characters is harmless where it is told', async () => {
    const run = await lab.begin()
    writeFileSync(at('core-\u202e\u001b[31m.csv'), extract(run, 'ana'))
    writeFileSync(at('core-\u202e\u001b[31m.csv.sha256'), 'nothing')
    await lab.look()
    expect(files()).toHaveLength(1)
    expect(files()[0]?.why).toContain('holds no SHA-256 yet')
    expect(files()[0]?.why).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  it('links that are swapped in and out all the time lead nothing outside', async () => {
    const run = await lab.begin()
    const before = treeOf(outside)
    const own = ['processed', 'refused', `refused/${day()}`, '.castellan', '.castellan/claims']
    let swaps = 0
    const swap = () => {
      for (const name of own) {
        const stats = lstatSync(at(name), { throwIfNoEntry: false })
        try {
          if (stats?.isSymbolicLink()) {
            rmSync(at(name))
            if (existsSync(at(`${name}.away`))) renameSync(at(`${name}.away`), at(name))
          } else if (stats) {
            renameSync(at(name), at(`${name}.away`))
            symlinkSync(join(outside, 'autostart'), at(name))
          }
          swaps++
        } catch {
          // What it wanted to swap is itself behind something that was swapped.
        }
      }
    }
    const swapping = setInterval(swap, 0)
    try {
      for (let i = 0; i < 40; i++) {
        writeFileSync(at(`core-${i}.csv`), extract(run, `user${i}`))
        dropWrong(`core-wrong-${i}.csv`)
        lab.now += stillMs
        await lab.look()
      }
    } finally {
      clearInterval(swapping)
    }
    await rest()
    expect(swaps).toBeGreaterThan(50)
    expect(treeOf(outside)).toEqual(before)
    const states = files().filter(({ name }) => /^core-\d+\.csv$/.test(name))
    expect(states.every(({ state }) => state === 'taken' || state === 'superseded')).toBe(true)
  }, 60_000)

  it('holds, whatever is planted wherever: nothing outside changes, nothing is replaced, honest files are taken', async () => {
    const story = fc.array(fc.record({ kind: fc.constantFrom<Kind>(...kinds), place: fc.nat(18) }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(story, (things) => liveWith(things)),
      { numRuns: 50, verbose: fc.VerbosityLevel.Verbose },
    )
  }, 240_000)
})

async function liveWith(things: readonly { readonly kind: Kind; readonly place: number }[]): Promise<void> {
  const run = await lab.begin()
  const [honest, bait] = [extract(run, 'honest'), extract(run, 'bait')]
  const claims = ['.castellan', 'claims', sha256(bait).slice(0, 2)]
  const time = (ms: number) => new Date(lab.now + ms).toISOString().slice(11, 19).replaceAll(':', '-')
  const places: string[][] = [
    ['processed'],
    ['processed', day()],
    ['processed', day(), `${time(0)} core-honest.csv`],
    ['processed', day(), `${time(0)} core-honest.csv.receipt.json`],
    ['processed', day(), `${time(2 * stillMs)} core-honest.csv`],
    ['refused'],
    ['refused', day()],
    ['refused', day(), `${time(stillMs)} core-wrong.csv`],
    ['refused', day(), `${time(stillMs)} core-wrong.csv.receipt.json`],
    ['refused', day(), `${time(stillMs)} core-wrong.csv.sha256`],
    ['.castellan'],
    ['.castellan', 'claims'],
    claims,
    [...claims, `${sha256(bait)}.json`],
    ['.castellan', 'claims', sha256(honest).slice(0, 2)],
    ['core-bait.csv.done'],
    ['core-bait.csv.sha256'],
    ['core-other.csv'],
    ['core-other.csv.done'],
  ]
  const before = treeOf(outside)
  const standing: { readonly path: string; readonly identity: string; readonly place: string }[] = []
  const removals: (() => void)[] = []
  for (const { kind, place: index } of things) {
    const names = places[index] ?? []
    const remove = plant(kind, at(...names), outside)
    if (!remove) continue
    removals.push(remove)
    const path = at(...names)
    // A plain file outside our own folders is an extract or a companion, and may move as such.
    if (names.length > 1 || names[0] === '.castellan' || !/file$|stranger$/.test(kind))
      standing.push({ path, place: names.join('/'), identity: kind === 'folder' ? '' : identityOf(path) })
  }
  writeFileSync(at('core-honest.csv'), honest)
  writeFileSync(at('core-bait.csv'), bait)
  dropWrong('core-wrong.csv')
  await rest()
  await lab.approveAll()
  await rest()
  for (const { path, identity } of standing) if (identity !== '') expect(identityOf(path)).toBe(identity)
  for (const remove of removals) remove()
  expect(treeOf(outside)).toEqual(before)
  expect(file('core-honest.csv')?.state).toMatch(/^(?:taken|superseded|duplicate)$/)
  expect(file('core-wrong.csv')?.state).toBe('refused')
  for (const { why } of files()) expect([why, /[\p{Cc}\p{Cf}]/u.test(why)]).toEqual([why, false])
  const toldPlaces = lab.planted.map((line) => line.replace(/ is .*$/, ''))
  expect(new Set(toldPlaces).size).toBe(toldPlaces.length)
}

it('what nobody planted leaves no trace in the log, and files go where they belong', async () => {
  const run = await lab.begin()
  writeFileSync(at('core.csv'), extract(run, 'ana'))
  await rest()
  await lab.approveAll()
  expect(lab.planted).toEqual([])
  const [moved] = readdirSync(at('processed', day())).filter((name) => name.endsWith('core.csv'))
  expect(readFileSync(at('processed', day(), moved ?? ''), 'utf8')).toBe(extract(run, 'ana'))
})
