import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

/** Makes system calls fail from outside. Where it is missing, or may not trace, this can't be shown. */
const canTrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0

it.skipIf(!canTrace).each(['ESTALE', 'EIO', 'EACCES'])(
  'a share that fails with %s is said to be away, comes back by itself, and its file is taken once (needs strace)',
  { timeout: 90_000 },
  async (error) => {
    const dir = mkdtempSync(join(tmpdir(), 'castellan-loss-'))
    try {
      const share = join(dir, 'share')
      mkdirSync(share)
      writeFileSync(join(share, 'x.csv'), 'A,B\n1,2\n')
      const said = await watchWith(error, join(dir, 'data'), share)
      expect(said.some(([state, detail]) => state === 'offline' && detail.includes(`(${error})`))).toBe(true)
      expect(said.at(-1)).toEqual(['watching', 'New files are noticed at once.', ['x.csv unrecognised']])
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
)

/** Each thread that opens the folder fails once; then the share is as it was. */
function watchWith(error: string, dataDir: string, share: string): Promise<[string, string, string[]][]> {
  const child = spawn('strace', [
    '-f',
    '-qq',
    '--seccomp-bpf',
    '-o',
    '/dev/null',
    '-P',
    share,
    '-e',
    'trace=openat',
    '-e',
    `inject=openat:error=${error}:when=1`,
    process.execPath,
    resolve(import.meta.dirname, 'share-loss-child.ts'),
    dataDir,
    share,
  ])
  let said = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (complaint += String(chunk)))
  return new Promise((done, fail) => {
    child.on('exit', (code) => {
      if (code !== 0) return fail(new Error(`it ended with ${code}: ${complaint}`))
      done(
        said
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as [string, string, string[]]),
      )
    })
  })
}
