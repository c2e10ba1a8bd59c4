import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AuditPage } from '../../../src/contract/audit.ts'
import { savePendingNote, takePendingNotes } from '../../../src/main/data-dir/pending-audit-notes.ts'
import { openWorkspace } from '../../../src/main/workspace/workspace.ts'
import { workerFile } from '../../support/test-host.ts'

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'castellan-left-'))))
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const refused = { kind: 'refused-start', argument: '--inspect', at: '2026-06-30T08:00:00.000Z' } as const
const file = () => join(dataDir, 'left-notes.jsonl')

test('what is left is taken once, and lines of others are dropped', () => {
  savePendingNote(dataDir, refused)
  appendFileSync(file(), '{"kind":"owner","name":"me"}\nnot json\n')
  savePendingNote(dataDir, { kind: 'malformed-link' })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(takePendingNotes(dataDir)).toEqual([refused, { kind: 'malformed-link' }])
  expect(takePendingNotes(dataDir)).toEqual([])
})

test('the file does not grow without end', () => {
  for (let i = 0; i < 2000; i++) savePendingNote(dataDir, { ...refused, argument: '-'.repeat(100) })
  expect(statSync(file()).size).toBeLessThan(70_000)
})

test('the next start takes it into the audit log, and a credential in an address goes there at once', async () => {
  savePendingNote(dataDir, refused)
  const parts = { worker: workerFile, page: dataDir, preload: '' }
  const workspace = await openWorkspace({ dataDir, importsDir: null, mode: 'serve', parts })
  try {
    const { url } = await workspace.listen(0)
    expect((await fetch(`${url}/v1/imports?access_token=csk_1234`)).status).toBe(400)
    const answer = await workspace.host.fetch(new Request(`${url}/v1/audit`), { kind: 'operator' })
    const { items } = AuditPage.parse(await answer.json())
    expect(items.map(({ action }) => action)).toEqual(['request.refused', 'start.refused'])
    expect(JSON.stringify(items)).not.toContain('csk_1234')
  } finally {
    await workspace.close()
  }
})
