import { createHash } from 'node:crypto'
import { canonical } from '../../shared/canonical-json.ts'

/** Everything that a preview depends on. */
interface PreviewBasis {
  readonly baseSeq: number
  /** SHA-256 of each file, in order. */
  readonly files: readonly string[]
  readonly rulesVersion: number | null
  readonly restoresSeq: number | null
  readonly changeDigest: string
  readonly held: readonly number[]
  /** What follows for whose accounts they are; absent when nothing does. */
  readonly matchDigest?: string | undefined
}

/** What a person approves. It differs at apply if anything that the preview depends on has changed. */
export function previewDigest({ matchDigest, ...ground }: PreviewBasis): string {
  const stated = { ...ground, files: [...ground.files], held: [...ground.held].sort((a, b) => a - b) }
  return createHash('sha256')
    .update(canonical(matchDigest ? { ...stated, matchDigest } : stated))
    .digest('hex')
}
