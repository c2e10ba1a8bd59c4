import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const renderer = resolve(import.meta.dirname, '../../../src/renderer')
/** React Aria sets these on elements. */
const foreign = ['--trigger-width']

it('style sheets use only custom properties that are defined, because a browser ignores the line otherwise', () => {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  const all = (ending: RegExp) =>
    files.filter((name) => ending.test(name)).map((name) => readFileSync(join(renderer, name), 'utf8'))
  const sheets = all(/\.css$/).join('\n')
  const set = new Set([
    ...foreign,
    ...[...sheets.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name]) => name),
    ...all(/\.tsx$/).flatMap((code) => [...code.matchAll(/'(--[\w-]+)'/g)].map(([, name]) => name)),
  ])
  const used = new Set([...sheets.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name))
  expect([...used].filter((name) => !set.has(name))).toEqual([])
})
