import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const repository = resolve(import.meta.dirname, '../../..')

test('the command that npx finds is a file of the clone, and runs as it lies there', () => {
  // npx links it once and never again: a file that a build makes is missing then, or loses its mode with the next build.
  const { bin } = z
    .object({ bin: z.object({ castellan: z.string() }) })
    .parse(JSON.parse(readFileSync(resolve(repository, 'package.json'), 'utf8')))
  const listed = spawnSync('git', ['ls-files', '--stage', bin.castellan], { cwd: repository, encoding: 'utf8' })
  expect(listed.stdout).toMatch(/^100755 /)
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`
  const { status, stdout } = spawnSync(resolve(repository, bin.castellan), ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, PATH },
  })
  expect([status, stdout]).toEqual([0, '0.1.0\n'])
})
