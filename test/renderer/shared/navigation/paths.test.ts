import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiPaths, pages } from '../../../../src/renderer/shared/navigation/paths.ts'

const renderer = resolve(import.meta.dirname, '../../../../src/renderer')
const owners = ['api/paths.ts', 'shared/navigation/paths.ts']

/** The code of every other file, without its comments. */
const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !owners.includes(name))
  .map((name) => ({
    name,
    code: readFileSync(join(renderer, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, ''),
  }))
const areas = new Set(
  Object.values(pages).flatMap((path) => (typeof path === 'string' ? [/^\/([a-z]+)/.exec(path)?.[1] ?? ''] : [])),
)
const filesMatching = (pattern: RegExp) => files.filter(({ code }) => pattern.test(code)).map(({ name }) => name)

describe('addresses', () => {
  it('of the API are built in one file', () => {
    expect(filesMatching(/\/v1\//)).toEqual([])
  })

  it('of pages are built in one file', () => {
    expect(filesMatching(new RegExp(`["'\`]/(?:${[...areas].join('|')})(?![\\w-])`))).toEqual([])
  })

  it('are not composed from a path and an id elsewhere', () => {
    expect(filesMatching(/\$\{\w*[pP]ath\w*\}\/|(?:pages|apiPaths)\.\w+(?:\([^()]*\))?\s*\+/)).toEqual([])
  })

  it('encode the values that they contain', () => {
    expect(pages.person('a/b?c')).toBe('/people/a%2Fb%3Fc')
    expect(pages.newRequest({ for: 'a&b', do: 'remove' })).toBe('/requests/new?for=a%26b&do=remove')
    expect(pages.newRequest()).toBe('/requests/new')
    expect(apiPaths.requestFile('r', 'a b/ü.pdf')).toBe('/v1/requests/r/files/a%20b%2F%C3%BC.pdf')
    expect(apiPaths.importHold('i', 7)).toBe('/v1/imports/i/holds/7')
  })
})
