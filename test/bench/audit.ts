import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startLog } from '../support/logged.ts'
import { line, title } from './report.ts'

const verifier = resolve(import.meta.dirname, '../../resources/verify-audit.mjs')

/** Verifying a long audit log: inside the program, and by a stranger with the stand-alone verifier. */
export async function benchAudit(entries: number): Promise<void> {
  const log = startLog()
  try {
    title(`Verifying an audit log of ${entries.toLocaleString('en')} entries`)
    for (let written = 0; written < entries; written += 10_000) log.write(Math.min(10_000, entries - written))
    const signing = timed(() => log.checkpoints.due())
    const began = performance.now()
    const found = await log.verify()
    const inside = performance.now() - began
    let file = ''
    const exporting = timed(() => (file = log.export()))
    let bytes = 0
    const bare = timed(() => {
      const text = readFileSync(file, 'utf8')
      for (const one of text.split('\n')) createHash('sha256').update(one).digest('hex')
      bytes = text.length
    })
    const kept = join(log.people.dataDir, 'checkpoints', '000001000.json')
    const outside = timed(() => void execFileSync(process.execPath, [verifier, file, '--against', kept]))
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    const size = `${(bytes / 1e6).toFixed(0)} MB; bare hashing of each line ${seconds(bare)}`
    if (found.problems.length > 0) throw new Error('the log does not hold')
    line('in the program, seconds', inside / 1000, '≤ 5 s', `${(inside / bare).toFixed(1)} × ${size}`)
    line('by a stranger, seconds', outside / 1000, '≤ 5 s', `${(outside / bare).toFixed(1)} × bare hashing`)
    line('signing a checkpoint every 1,000, seconds', signing / 1000, '', `exporting took ${seconds(exporting)}`)
  } finally {
    log.close()
  }
}

function timed(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}
