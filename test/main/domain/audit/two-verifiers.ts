import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
// @ts-expect-error -- plain JavaScript, as a stranger gets it
import { verifyExport } from '../../../../resources/verify-audit.mjs'
import { startLog } from '../../../support/logged.ts'
import { mutated, randomFrom } from '../../../support/mutated-logs.ts'

const root = resolve(import.meta.dirname, '../../../..')

/** Whether Python is there: it is no part of what the project needs. */
export const hasPython = spawnSync('python3', ['--version']).status === 0

interface Verdict {
  readonly entries: number
  readonly head: string
  readonly root: string
  readonly checkpoints: number
  readonly covered: number
  readonly verdict: string
  readonly problems: readonly string[]
  readonly notices: readonly string[]
}

/** Holds the two verifiers equal over some mutated logs, each with and without what was kept elsewhere. */
export async function compareVerifiers(count: number, seed: number): Promise<Record<string, number>> {
  const log = startLog()
  try {
    log.write(6)
    log.checkpoints.now()
    log.write(5)
    log.checkpoints.now()
    const lines = readFileSync(log.export(), 'utf8').split('\n').slice(0, -1)
    const keptText = log.checkpointFile(6)
    const [pem = ''] = log.checkpoints.keys()
    const file = (name: string) => join(log.people.dataDir, name)
    writeFileSync(file('kept.json'), keptText)
    writeFileSync(file('key.pem'), pem)
    const random = randomFrom(seed)
    const verdicts: Record<string, number> = {}
    const cases = Array.from({ length: count }, () => {
      const bytes = mutated({ lines, signer: log.signer }, random)
      return { bytes, kept: random(2) === 0, key: random(2) === 0 }
    })
    const asked = cases.map(({ bytes, kept, key }) =>
      JSON.stringify({
        log: bytes.toString('base64'),
        kept: kept ? [[file('kept.json'), Buffer.from(keptText).toString('base64')]] : [],
        keys: key ? [pem] : [],
      }),
    )
    const python = spawnSync(
      'python3',
      [join(root, 'test/support/verify_many.py'), join(root, 'resources/verify-audit.py')],
      { input: asked.join('\n'), maxBuffer: 1 << 30 },
    )
    if (python.status !== 0) throw new Error(python.stderr.toString())
    const answers = python.stdout.toString().split('\n').slice(0, -1)
    expect(answers).toHaveLength(count)
    for (const [i, { bytes, kept, key }] of cases.entries()) {
      writeFileSync(file('log.jsonl'), bytes)
      const found = await (verifyExport as (file: string, options: object) => Promise<Verdict>)(file('log.jsonl'), {
        against: kept ? [file('kept.json')] : [],
        keys: key ? [file('key.pem')] : [],
      })
      verdicts[found.verdict] = (verdicts[found.verdict] ?? 0) + 1
      const other = JSON.parse(answers[i] ?? '') as Verdict
      const short = ({ problems, notices, ...rest }: Verdict) => ({
        ...rest,
        problems: problems.length,
        notices: notices.length,
      })
      expect(short(other), `log ${i} of seed ${seed}`).toEqual(short(found))
    }
    return verdicts
  } finally {
    log.close()
  }
}
