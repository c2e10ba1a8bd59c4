import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { replaceFile } from '../../../src/main/instance/replace-file.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-replace-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('replaces the content and leaves nothing beside it', () => {
  const file = join(folder, 'state.json')
  replaceFile(file, 'a longer text')
  replaceFile(file, 'new')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['state.json'])
})

it('makes the file its owner’s alone, even where everybody could read the one before or a rest of a crash', () => {
  const file = join(folder, 'key.pem')
  const rest = `${file}.${process.pid}.tmp`
  for (const path of [file, rest]) {
    writeFileSync(path, 'old and longer')
    chmodSync(path, 0o666)
  }
  replaceFile(file, 'new')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).toBe('new')
})

it('leaves the old content where the new can’t be written', () => {
  const file = join(folder, 'is-a-folder')
  expect(() => replaceFile(join(folder, 'missing', 'state.json'), 'new')).toThrow(/ENOENT/)
  writeFileSync(file, 'old')
  expect(() => replaceFile(join(file, 'state.json'), 'new')).toThrow(/ENOTDIR/)
  expect(readFileSync(file, 'utf8')).toBe('old')
})
