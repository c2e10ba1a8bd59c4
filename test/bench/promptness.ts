import { spawnSync } from 'node:child_process'
import { match, rank } from '../../src/renderer/commands/rank.ts'
import { castellan } from '../main/cli/castellan.ts'
import { line, median, title } from './report.ts'

/** How long somebody waits for the program to start, to point to the one that runs, to end, and to find a word. */
export async function benchPromptness(rounds: number): Promise<void> {
  title(`Starting, pointing, ending, finding, ${rounds} rounds, medians`)
  const cli = castellan()
  const took: { bare: number; ready: number; second: number; ended: number }[] = []
  try {
    // Makes the data directory and fills the compile cache.
    await end(await cli.serve())
    for (let round = 0; round < rounds; round++) {
      const bare = await seconds(async () => spawnSync(process.execPath, ['-e', '0']))
      const before = performance.now()
      const first = await cli.serve()
      const ready = (performance.now() - before) / 1000
      const second = await seconds(() => cli.run('serve', ...cli.places, '--json'))
      took.push({ bare, ready, second, ended: await seconds(() => end(first)) })
    }
  } finally {
    await cli.dispose()
  }
  const of = (key: keyof (typeof took)[number]) => median(took.map((one) => one[key]))
  line('serve until it is ready, s', of('ready'), '', `a bare Node starts in ${of('bare').toFixed(2)} s`)
  line('a second start points to the first and ends, s', of('second'), '≤ 2')
  line('SIGTERM until the process is gone, s', of('ended'), '≤ 5')
  benchPalette()
}

async function end({ child, ended }: Awaited<ReturnType<ReturnType<typeof castellan>['serve']>>): Promise<void> {
  child.kill('SIGTERM')
  await ended
}

function benchPalette(): void {
  const many = Array.from({ length: 5000 }, (_, place) => ({
    id: String(place),
    title: `Go to person number ${place}`,
  }))
  const words = Array.from({ length: 200 }, (_, place) => `person ${place * 23}`)
  const p95 = (find: (word: string) => unknown) => {
    const took = words.map((word) => {
      const before = performance.now()
      find(word)
      return performance.now() - before
    })
    return took.toSorted((a, b) => a - b)[Math.floor(words.length * 0.95)] ?? 0
  }
  const bare = p95((word) => many.filter((one) => match(word, one.title)))
  line(
    'palette over 5,000 entries, p95, ms',
    p95((word) => rank(word, many)),
    '≤ 100',
    `matching alone ${bare.toFixed(1)} ms`,
  )
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return (performance.now() - before) / 1000
}
