import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeExtract } from './generate.ts'
import { plainImport } from './reference.ts'
import { line, median, title } from './report.ts'

interface Taken {
  state: string
  wall: number
  staging: number
  cpu: number
  peakMegabytes: number
  blockedMs: number
  listP99: number
  listIdleP99: number
}

/** Each extract is dropped into the watched folder, so that what a person waits for is what is measured. */
function importAll(dataDir: string, ...files: string[]): Taken[] {
  const importsDir = join(dataDir, 'imports')
  mkdirSync(importsDir, { recursive: true })
  // What the reference and the extracts left to be written is not for the import to wait for.
  if (process.platform !== 'win32') execFileSync('sync')
  const out = execFileSync(
    process.execPath,
    [join(import.meta.dirname, 'import-child.ts'), dataDir, importsDir, ...files],
    { encoding: 'utf8', maxBuffer: 1e8 },
  )
  return out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Taken)
}

/** First import, re-import with 3 % changes, the same file again; and how the program answers meanwhile. */
export async function benchImport(rows: number, rounds: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  try {
    const first = writeExtract(join(dir, 'a.csv'), rows, false)
    const second = writeExtract(join(dir, 'b.csv'), rows, true)
    title(
      `Imports of ${rows.toLocaleString('en')} rows (${(first.bytes / 1e6).toFixed(0)} MB), ${rounds} rounds, medians`,
    )
    const again = join(dir, 'c.csv')
    copyFileSync(second.file, again)
    type Reference = ReturnType<typeof plainImport>
    const rounded: { indexed: Reference; plain: Reference; taken: Taken[] }[] = []
    for (let round = 0; round < rounds; round++) {
      const indexed = plainImport(first.file, join(dir, 'reference.db'), true)
      const data = join(dir, `data-${round}`)
      const taken = importAll(data, first.file, second.file, again)
      const plain = plainImport(second.file, join(dir, 'reference.db'), false)
      rounded.push({ indexed, plain, taken })
      rmSync(data, { recursive: true, force: true })
    }
    const of = (pick: (r: (typeof rounded)[number]) => number) => median(rounded.map(pick))
    const at = (
      i: number,
      key: 'wall' | 'cpu' | 'peakMegabytes' | 'blockedMs' | 'listP99' | 'listIdleP99' | 'staging',
    ) => of(({ taken }) => taken[i]?.[key] ?? 0)
    line(
      'first import / .import + 3 indexes + WAL FULL',
      of(({ taken, indexed }) => (taken[0]?.wall ?? 0) / indexed.wall),
      '≤ 3, aim 1.8',
      `${at(0, 'wall').toFixed(0)} ms, of it staging ${at(0, 'staging').toFixed(0)}`,
    )
    line(
      'the same, processor time',
      of(({ taken, indexed }) => (taken[0]?.cpu ?? 0) / indexed.cpu),
      '',
      `${at(0, 'cpu').toFixed(0)} ms against ${of(({ indexed }) => indexed.cpu).toFixed(0)}`,
    )
    line(
      're-import with 1/1/1 % / bare .import',
      of(({ taken, plain }) => (taken[1]?.wall ?? 0) / plain.wall),
      '≤ 2, aim 1.4',
      `${at(1, 'wall').toFixed(0)} ms, of it staging ${at(1, 'staging').toFixed(0)}`,
    )
    line(
      'the same, processor time',
      of(({ taken, plain }) => (taken[1]?.cpu ?? 0) / plain.cpu),
      '',
      `${at(1, 'cpu').toFixed(0)} ms against ${of(({ plain }) => plain.cpu).toFixed(0)}`,
    )
    line(
      'the same file again / bare .import',
      of(({ taken, plain }) => (taken[2]?.wall ?? 0) / plain.wall),
      '≤ 0.1, aim 0.05',
      `${at(2, 'wall').toFixed(0)} ms`,
    )
    line('peak memory of the whole process, MB', at(1, 'peakMegabytes'), '≤ 400, aim 256')
    for (const [i, name] of ['first import', 're-import'].entries()) {
      line(`longest event-loop block, ${name}, ms`, at(i, 'blockedMs'), '≤ 50, aim 20')
      line(
        `list p99 during ${name} / idle`,
        of(({ taken }) => (taken[i]?.listP99 ?? 0) / (taken[i]?.listIdleP99 ?? 1)),
        '≤ 4, aim 2',
        `${at(i, 'listP99').toFixed(2)} ms against ${at(i, 'listIdleP99').toFixed(2)}`,
      )
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Memory must not grow with the file: four times the rows, once each. */
export async function benchMemory(rows: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-bench-'))
  try {
    title('Peak memory of the importing process')
    const peaks = [1, 4].map((times) => {
      const { file } = writeExtract(join(dir, 'm.csv'), rows * times, false)
      const again = writeExtract(join(dir, 'n.csv'), rows * times, true)
      const data = join(dir, `memory-${times}`)
      const peak = Math.max(...importAll(data, file, again.file).map(({ peakMegabytes }) => peakMegabytes))
      rmSync(data, { recursive: true, force: true })
      return peak
    })
    const [one = 0, four = 0] = peaks
    line(`${rows.toLocaleString('en')} rows, MB`, one, '≤ 400, aim 256')
    line('four times the rows / once', four / one, '≤ 1.5', `${four.toFixed(0)} MB`)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
