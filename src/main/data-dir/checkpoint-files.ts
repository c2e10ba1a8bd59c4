import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedCheckpoint } from '../domain/audit/checkpoint.ts'
import { replaceFile } from '../instance/replace-file.ts'

/** The folder `checkpoints/` of a data directory: one file each, never written twice. */
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
      if (existsSync(file)) return
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        replaceFile(file, `${JSON.stringify(signed)}\n`)
      } catch {
        // A full disk must not stop what is being checkpointed; the next start writes what is missing.
      }
    },
    read() {
      if (!existsSync(folder)) return []
      const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
      return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
    },
  }
}
