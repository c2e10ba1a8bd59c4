import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RefusalNote } from '../domain/audit/notes.service.ts'

export type { RefusalNote as Noted } from '../domain/audit/notes.service.ts'

const Left = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('credentials-in-address'), method: z.string(), pathname: z.string() }),
  z.object({ kind: z.literal('malformed-link') }),
  z.object({ kind: z.literal('window-died'), reason: z.string() }),
  z.object({ kind: z.literal('refused-start'), argument: z.string(), at: z.string() }),
])

const largest = 64 * 1024
const fileOf = (dataDir: string): string => join(dataDir, 'left-notes.jsonl')

/** Leaves something for the audit log where the database can't be opened: the next start takes it down. */
export function savePendingNote(dataDir: string, noted: RefusalNote): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if ((statSync(fileOf(dataDir), { throwIfNoEntry: false })?.size ?? 0) > largest) return
    appendFileSync(fileOf(dataDir), `${JSON.stringify(noted)}\n`, { mode: 0o600 })
  } catch {
    // The caller is refusing something, which must work on a full disk too.
  }
}

/** Takes the pending notes. Drops lines that it does not know. */
export function takePendingNotes(dataDir: string): RefusalNote[] {
  const mine = `${fileOf(dataDir)}.${process.pid}`
  try {
    // Away first, so that a note which is left at this moment goes into a new file.
    renameSync(fileOf(dataDir), mine)
    const lines = readFileSync(mine, 'utf8').split('\n')
    rmSync(mine, { force: true })
    return lines.flatMap(parse)
  } catch {
    return []
  }
}

function parse(line: string): RefusalNote[] {
  try {
    // Programs before schema 15 wrote these kinds with blanks.
    return [
      Left.parse(
        JSON.parse(line, (key, value: unknown) => (key === 'kind' ? String(value).replaceAll(' ', '-') : value)),
      ),
    ]
  } catch {
    return []
  }
}
