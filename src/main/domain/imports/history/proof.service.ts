import { createHash } from 'node:crypto'
import type { Finding, Stated } from '../../audit/chain.ts'
import type { Environment } from '../../shared/environment.ts'
import { previewDigest } from '../preview/digest.ts'
import type { ProveJob, ProveResult } from '../../jobs/jobs.ts'
import { type AppliedGeneration, appliedGenerations } from './proof.store.ts'

/** What an entry of the log says was applied. */
export interface AppliedImport {
  readonly seq: number
  readonly application: string
  readonly generation: number
  readonly base: number
  readonly digest: string
  readonly changes: string
  readonly files: readonly string[]
  readonly rules: string | null
  readonly held: number
  /** Whose accounts would change, as a digest; empty when none would. */
  readonly matches: string
}

/** SHA-256 of rules as they are stored: what the log remembers of the text. */
export const rulesDigest = (rules: string): string => createHash('sha256').update(rules).digest('hex')

/** What an entry says about an application's generation; empty for every other entry. */
export function appliedIn({ seq, action, details }: Stated): AppliedImport[] {
  if (action !== 'import.applied') return []
  const { application, generation, base, digest, changes, files, rules, held, matches } = details
  const isComplete =
    typeof application === 'string' &&
    typeof generation === 'number' &&
    typeof changes === 'string' &&
    Array.isArray(files)
  if (!isComplete) return []
  return [
    {
      seq,
      application,
      generation,
      base: typeof base === 'number' ? base : 0,
      digest: typeof digest === 'string' ? digest : '',
      changes,
      files: files.map(String),
      rules: typeof rules === 'string' ? rules : null,
      held: typeof held === 'number' ? held : 0,
      matches: typeof matches === 'string' ? matches : '',
    },
  ]
}

interface Proof {
  /** Generations that the log or the database knows. */
  readonly applied: number
  /** Those whose change set was computed again from the rows, and is what the log says. */
  readonly proved: number
  /** Those whose preview can't be computed again, since what was held back from it is not kept; the rest is proved. */
  readonly withoutPreview: number
  readonly problems: readonly Finding[]
}

/**
 * Holds every applied import against the log: each generation has its entry, and files, rules, change set and preview
 * are what the entry commits to. The change set is computed again from the facts themselves.
 */
export async function recomputeImports(
  { store: { reader, file } }: Pick<Environment, 'store'>,
  applied: readonly AppliedImport[],
  prove: (job: ProveJob) => Promise<ProveResult>,
): Promise<Proof> {
  const problems: Finding[] = []
  const rows = appliedGenerations(reader)
  const keyOf = (application: string, generation: number): string => `${application} ${generation}`
  const entries = new Map(applied.map((entry) => [keyOf(entry.application, entry.generation), entry]))
  const generations = rows.map(({ sourceId, seq, kind }) => ({ sourceId, seq, kind }))
  const { digests, strayGrants } = await prove({ kind: 'prove', liveFile: file, generations })
  let [proved, withoutPreview] = [0, 0]

  for (const [i, row] of rows.entries()) {
    const entry = entries.get(keyOf(row.application, row.seq))
    entries.delete(keyOf(row.application, row.seq))
    const what = `generation ${row.seq} of ${row.name}`
    if (entry === undefined) problems.push({ seq: 0, what: `${what} has no entry in the log` })
    else {
      const deviations = differences(row, entry, digests[i])
      if (deviations.length > 0) problems.push({ seq: entry.seq, what: `${what}: ${deviations.join(', ')}` })
      else proved++
      if (entry.held > 0) withoutPreview++
    }
  }
  for (const { seq, generation } of entries.values())
    problems.push({ seq, what: `generation ${generation} of an application was applied, and is not in the database` })
  if (strayGrants > 0) {
    const what = `${strayGrants} grants read differently by account and by entitlement`
    problems.push({ seq: 0, what })
  }
  return { applied: rows.length, proved, withoutPreview, problems }
}

function differences(row: AppliedGeneration, entry: AppliedImport, recomputed: string | undefined): string[] {
  const deviations: string[] = []
  const equalFiles = JSON.stringify(entry.files) === JSON.stringify(row.files)
  if (row.changeDigest !== entry.changes) deviations.push('its recorded change set is not the one in the log')
  if (recomputed !== entry.changes) deviations.push('its facts were changed after they were applied')
  if (!equalFiles) deviations.push('its files are not those in the log')
  if ((row.rules === null ? null : rulesDigest(row.rules)) !== entry.rules)
    deviations.push('its rules are not those in the log')
  if (entry.held > 0 || !equalFiles) return deviations
  const { restoresSeq, rulesVersion } = row
  const basis = {
    baseSeq: entry.base,
    files: row.files,
    rulesVersion,
    restoresSeq,
    changeDigest: entry.changes,
    held: [],
    matchDigest: entry.matches,
  }
  if (previewDigest(basis) !== entry.digest) deviations.push('what was approved is not what the log says')
  return deviations
}
