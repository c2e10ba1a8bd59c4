import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'

export const frozenFolder = resolve(import.meta.dirname, 'fixtures/schema-14')
/** When the frozen directory is looked at: nothing is due then. */
export const frozenAt = Date.parse('2026-09-02T12:00:00.000Z')

/** Rebuilds the data directory that the program of schema 14 left. @param target is empty, or does not exist */
export function restoreFrozen(target: string): void {
  for (const folder of ['', 'backups', 'checkpoints', 'intake', 'staging']) {
    mkdirSync(join(target, folder), { recursive: true, mode: 0o700 })
    restoreFolder(join(frozenFolder, folder), join(target, folder), folder === '')
  }
}

const beside = new Set(['README.md', 'answers.json.gz', 'audit-export.jsonl', 'verify.txt'])

function restoreFolder(from: string, to: string, isRoot: boolean): void {
  for (const name of readdirSync(from)) {
    const path = join(from, name)
    if (isRoot && beside.has(name)) continue
    if (statSync(path).isDirectory()) {
      if (isRoot) continue
      mkdirSync(join(to, name), { recursive: true })
      restoreFolder(path, join(to, name), false)
    } else if (name.endsWith('.sql')) build(readFileSync(path, 'utf8'), join(to, name.replace(/\.sql$/, '.db')))
    else if (name.endsWith('.db.gz'))
      writeFileSync(join(to, name.slice(0, -3)), gunzipSync(readFileSync(path)), { mode: 0o600 })
    else {
      copyFileSync(path, join(to, name))
      chmodSync(join(to, name), 0o600)
    }
  }
}

function build(sql: string, file: string): void {
  const db = new Database(file)
  db.pragma(`journal_mode = ${file.endsWith('castellan.db') ? 'WAL' : 'DELETE'}`)
  db.pragma('synchronous = OFF')
  db.exec(sql)
  db.close()
  chmodSync(file, 0o600)
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** What the program of schema 14 answered: `METHOD path` as the operator, `name: METHOD path` as that person. */
export const frozenAnswers = (): Record<string, Json> =>
  JSON.parse(gunzipSync(readFileSync(join(frozenFolder, 'answers.json.gz'))).toString('utf8')) as Record<string, Json>
