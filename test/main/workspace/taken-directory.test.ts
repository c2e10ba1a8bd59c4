import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts'
import { workerFile } from '../../support/test-host.ts'

let folder: string
const opened: Workspace[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'castellan-taken-'))
})
afterEach(async () => {
  for (const workspace of opened.splice(0)) await workspace.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = async (mode: 'serve' | 'command') => {
  const parts = { worker: workerFile, page: folder, preload: folder }
  const workspace = await openWorkspace({ dataDir: join(folder, 'data'), importsDir: null, mode, parts })
  opened.push(workspace)
  return workspace
}

test('who starts beside a command gets the directory when the command is done', async () => {
  const command = await open('command')
  const serve = open('serve')
  opened.splice(0)
  await command.close()
  expect((await serve).host).toBeDefined()
})

test('who starts beside one that keeps the directory is told who has it', async () => {
  await open('serve')
  await expect(open('serve')).rejects.toMatchObject({ name: 'DirectoryTakenError', found: { state: 'silent' } })
})
