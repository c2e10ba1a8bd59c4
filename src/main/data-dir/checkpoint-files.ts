import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedCheckpoint } from '../domain/audit/checkpoint.ts'
import { replaceFile } from '../instance/replace-file.ts'
import { bestEffort } from '../storage/best-effort.ts'

/** The folder `checkpoints/` of a data directory: one file each, never written twice but where one is torn. */
export interface CheckpointFiles {
  publish(signed: SignedCheckpoint): void
  /** The content of every file, valid or not: the verifier decides. */
  read(): { readonly name: string; readonly text: string }[]
}

export function checkpointFiles(dataDir: string): CheckpointFiles {
  const folder = join(dataDir, 'checkpoints')
  return {
    publish(signed) {
      const file = join(folder, `${String(signed.checkpoint.entries).padStart(9, '0')}.json`)
      const text = `${JSON.stringify(signed)}\n`
      // A full disk must not stop what is being checkpointed; what is missing is written when there is room.
      bestEffort(() => {
        const size = statSync(file, { throwIfNoEntry: false })?.size
        if (size !== undefined && (size === Buffer.byteLength(text) || isWhole(file))) return
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        if (size !== undefined) renameSync(file, `${file}.torn`)
        replaceFile(file, text)
      })
    },
    read() {
      if (!existsSync(folder)) return []
      const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
      return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    },
  }
}

/** What is whole and says something else is for the verifier to judge; what is torn says nothing. */
function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'))
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
