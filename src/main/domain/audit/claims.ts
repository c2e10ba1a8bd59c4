import { z } from 'zod'
import type { Claim, Finding } from './chain.ts'
import { isSignedBy, SignedCheckpoint } from './checkpoint.ts'

/** Something that says it is a checkpoint: a row, a file, or what a person kept elsewhere. */
export interface KeptCheckpoint {
  /** "the checkpoint in checkpoints/000001000.json" */
  readonly where: string
  readonly text: string
}

/** A file of its own, or a receipt beside an import, which carries one. */
const Carrier = z.union([SignedCheckpoint, z.object({ audit: SignedCheckpoint }).transform(({ audit }) => audit)])

/** Reads what was given and proves its signatures; what can't be proved is a problem and claims nothing. */
export function readKeptCheckpoints(
  keptCheckpoints: readonly KeptCheckpoint[],
  publicKeys: readonly string[],
): { claims: Claim[]; problems: Finding[] } {
  const problems: Finding[] = []
  const claims = keptCheckpoints.flatMap(({ where, text }): Claim[] => {
    const signed = parse(text)
    if (signed === null) {
      problems.push({ seq: 0, what: `${where} can not be read as a checkpoint` })
      return []
    }
    const { checkpoint: body } = signed
    const own = publicKeys.some((key) => isSignedBy(signed, key))
    if (own) return [{ body, where }]
    const what = `${where} was not signed by a key of this data directory (it names key ${body.key})`
    problems.push({ seq: body.entries, what })
    return []
  })
  return { claims, problems }
}

function parse(text: string): SignedCheckpoint | null {
  try {
    return Carrier.parse(JSON.parse(text))
  } catch {
    return null
  }
}
