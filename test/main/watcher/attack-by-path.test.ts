import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withSharedFolder } from '../../../src/main/watcher/shared-folder/shared-directory.ts'

/** As on macOS, where names are reached by their paths: what is replaced in between is noticed, not prevented. */
let dir: string
let root: string
let outside: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'castellan-by-path-'))
  root = join(dir, 'root')
  outside = join(dir, 'outside')
  for (const folder of [root, outside, join(root, 'ours')]) mkdirSync(folder)
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true, force: true })
})

const replace = () => {
  renameSync(join(root, 'ours'), join(root, 'away'))
  symlinkSync(outside, join(root, 'ours'))
}

describe('a folder that is reached by its path', () => {
  it('is entered, written and read', async () => {
    const text = await withSharedFolder(root, (folder) =>
      folder.enter('ours', { create: true }, async (ours) => {
        await ours.create('a', 'bytes')
        return ours.withFile('a', (file) => file.text(100))
      }),
    )
    expect(text).toBe('bytes')
  })

  it('is not entered through a link', async () => {
    replace()
    const entering = withSharedFolder(root, (folder) => folder.enter('ours', { create: true }, async () => 'in'))
    await expect(entering).rejects.toThrow('ours is a link')
  })

  it('that is replaced by a link meanwhile is written to no more', async () => {
    const writing = withSharedFolder(root, (folder) =>
      folder.enter('ours', { create: false }, async (ours) => {
        replace()
        await ours.create('a', 'bytes')
      }),
    )
    await expect(writing).rejects.toThrow('ours is a link')
    expect(readdirSync(outside)).toEqual([])
  })

  it('that is replaced meanwhile gets no file moved into it', async () => {
    writeFileSync(join(root, 'a'), 'bytes')
    const seen = { name: 'a', stats: statSync(join(root, 'a')) }
    const moving = withSharedFolder(root, (folder) =>
      folder.enter('ours', { create: false }, async (ours) => {
        replace()
        await folder.move(seen, ours, 'a')
      }),
    )
    await expect(moving).rejects.toThrow('ours is a link')
    expect([readdirSync(outside), existsSync(join(root, 'a'))]).toEqual([[], true])
  })

  it('takes no name that leads elsewhere', async () => {
    for (const name of ['..', '.', '', '../outside/a', 'ours/a', 'a\0b'])
      await expect(withSharedFolder(root, (folder) => folder.create(name, ''))).rejects.toThrow('no name')
  })
})
