import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const files = 500

/** The short form, of two hosts in one process, is in roots.test.ts. */
it('two processes on one share take each of 500 files once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'castellan-two-'))
  try {
    const share = join(dir, 'share')
    mkdirSync(share)
    for (let i = 0; i < files; i++) writeFileSync(join(share, `core-${i}.csv`), `User,Right\nuser${i},Vault\n`)
    const both = await Promise.all([take(join(dir, 'one'), share), take(join(dir, 'two'), share)])
    const all = both.flat()
    expect(all).toHaveLength(files)
    expect(new Set(all).size).toBe(files)
    for (const one of both) expect(one.length).toBeGreaterThan(0)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

function take(dataDir: string, share: string): Promise<string[]> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'share-child.ts'), dataDir, share])
  let said = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (complaint += String(chunk)))
  return new Promise((done, fail) => {
    child.on('exit', (code) => {
      if (code === 0) done(JSON.parse(said) as string[])
      else fail(new Error(`it ended with ${code}: ${complaint}`))
    })
  })
}
