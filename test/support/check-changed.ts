/**
 * The minute between two commits: format, lint and types, and the unit tests that the changed files reach.
 *
 *     npm run check:changed              what differs from HEAD, new files included
 *     npm run check:changed -- main      what differs from another revision
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const base = process.argv[2] ?? 'HEAD'
const git = (...args: string[]): string[] =>
  spawnSync('git', args, { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line !== '')
const changed = [
  ...new Set([...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]),
].filter((file) => existsSync(file))
const code = changed.filter((file) => /^(src|test)\/.*\.tsx?$/.test(file))

function run(title: string, command: string, args: readonly string[]): void {
  const began = performance.now()
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  console.log(`${title}: ${status === 0 ? 'ok' : 'failed'} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  if (status !== 0) process.exit(status ?? 1)
}

if (code.length === 0) console.log(`No source or test differs from ${base}.`)
else {
  run('format', 'biome', ['format', ...code])
  run('lint', 'oxlint', code)
  run('types', 'npm', ['run', '--silent', 'typecheck'])
  run('tests', 'vitest', [
    'related',
    '--run',
    '--config',
    'test/vitest.config.ts',
    ...code.filter((file) => !/\.(e2e|soak|pack)\.ts$/.test(file)),
  ])
}
