import { closeSync, openSync, renameSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderLab, stillMs } from '../../support/folder-lab.ts'

/** How writers write: a file is taken when size, time and content have stood still, on a clock that the test moves. */
let lab: FolderLab
beforeEach(async () => {
  lab = new FolderLab()
  await lab.begin()
})
afterEach(() => lab.close())

const whole = 'User,Right\nana,Vault\nben,Vault\ncem,Vault\n'
const path = (name = 'core.csv') => join(lab.root, name)
const pass = async (ms: number) => {
  lab.now += ms
  await lab.look()
}
const rowsRead = () =>
  lab.imports
    .list({}, { before: 2 ** 50, limit: 10 })
    .items.map(({ state, reconciliation }) => [state, reconciliation?.read])
const stamped = (text: string, name?: string) => {
  writeFileSync(path(name), text)
  utimesSync(path(name), lab.now / 1000, lab.now / 1000)
}

describe('a writer', () => {
  it.each([1000, 5000, 30_000])(
    'that pauses for %i ms in the middle, and goes on before or after it was looked at',
    async (pause) => {
      stamped(whole.slice(0, 20))
      await lab.look()
      // It breathes: something comes every second, though never the end.
      for (let waited = 0; waited < pause; waited += 1000) {
        lab.now += 1000
        stamped(whole.slice(0, 21 + ((waited / 1000) % 5)))
        await lab.look()
      }
      expect(rowsRead()).toEqual([])
      stamped(whole)
      for (let i = 0; i < 3; i++) await pass(stillMs)
      expect(rowsRead()).toEqual([['staged', 3]])
    },
  )

  it('that sets size and time first and fills the file later is not believed by size and time', async () => {
    const then = lab.now / 1000
    writeFileSync(path(), '\0'.repeat(whole.length))
    utimesSync(path(), then, then)
    await lab.look()
    await pass(stillMs)
    const file = openSync(path(), 'r+')
    writeSync(file, whole)
    closeSync(file)
    utimesSync(path(), then, then)
    await pass(stillMs)
    expect(rowsRead()).toEqual([])
    await pass(stillMs)
    await pass(stillMs)
    expect(rowsRead()).toEqual([['staged', 3]])
  })

  it('that writes beside and renames in is taken as soon as the name has stood still', async () => {
    stamped(whole, 'core.csv.part')
    for (let i = 0; i < 3; i++) await pass(stillMs)
    expect(rowsRead()).toEqual([])
    renameSync(path('core.csv.part'), path())
    for (let i = 0; i < 3; i++) await pass(stillMs)
    expect(rowsRead()).toEqual([['staged', 3]])
  })

  it('that overwrites in place, or saves as an editor does, is read as it is in the end', async () => {
    stamped('User,Right\nold,Vault\n')
    await lab.look()
    lab.now += 500
    stamped(whole, 'core.csv~')
    renameSync(path('core.csv~'), path())
    for (let i = 0; i < 3; i++) await pass(stillMs)
    expect(rowsRead()).toEqual([['staged', 3]])
    stamped('User,Right\nnew,Vault\n')
    for (let i = 0; i < 3; i++) await pass(stillMs)
    // What waited was read from what lies there no more.
    expect(rowsRead()).toEqual([
      ['staged', 1],
      ['cancelled', 3],
    ])
  })
})
