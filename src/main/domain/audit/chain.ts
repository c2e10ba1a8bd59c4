import { genesis, hashEntry } from './audit.ts'
import type { StoredEntry } from './audit.store.ts'
import type { CheckpointBody } from './checkpoint.ts'
import { instant } from '../shared/instant.ts'
import { emptyTree, grow, rootOf } from './tree.ts'

/** Something to say about an entry, or about a checkpoint that speaks for the entries up to it. */
export interface Finding {
  readonly seq: number
  readonly what: string
}

/** A checkpoint with a verified signature, and where it is stored. */
export interface Claim {
  readonly body: CheckpointBody
  readonly where: string
}

/** What an entry says, as far as the chain is concerned. */
export interface Stated {
  readonly seq: number
  readonly at: string
  readonly action: string
  readonly previous: string
  readonly details: Readonly<Record<string, unknown>>
}

/** A restore that the log itself declares: what was signed of the entries that it gave up is no fault of those that stand. */
interface Fork {
  readonly seq: number
  readonly at: string
  readonly lostEntries: number
  readonly lostHead: string
  /** How many entries were given up is not known: on a new machine nothing says so. */
  readonly isOpen: boolean
}

/**
 * Walks the log from its beginning: sequence without gaps, each entry's hash, each link to the one before, times that
 * never run backwards unannounced, and what checkpoints claim. The rule is in docs/audit.md.
 * One closure: its functions share how far the walk has got.
 * @param onEntry receives every entry that can be read
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over the state of the walk along the chain
export function createChainCheck(claims: readonly Claim[], onEntry: (entry: Stated) => void = () => undefined) {
  const problems: Finding[] = []
  const notices: Finding[] = []
  const forks: Fork[] = []
  const bySeq = Map.groupBy(claims, ({ body }) => body.entries)
  let [entries, previous, previousAt] = [0, genesis, Number.NEGATIVE_INFINITY]
  let tree = emptyTree

  function check(row: StoredEntry): void {
    const expected = entries + 1
    const problem = (what: string): number => problems.push({ seq: row.seq, what })
    if (row.seq !== expected)
      problems.push({ seq: expected, what: `entries ${expected} to ${row.seq - 1} are missing` })
    if (row.previous_hash !== previous) problem('does not follow the entry before it')
    if (hashEntry(row.entry) !== row.hash) problem('was changed after it was written')
    const stated = parse(row.entry)
    if (stated === null) problem('can not be read')
    else {
      if (stated.seq !== row.seq || stated.previous !== row.previous_hash || Date.parse(stated.at) !== row.at)
        problem('its columns do not match what was hashed')
      checkTime(stated, problem)
      if (stated.action === 'backup.restored') recordFork(stated)
      onEntry(stated)
    }
    previous = row.hash
    previousAt = row.at
    entries = row.seq
  }

  function checkTime({ seq, at, action, details }: Stated, problem: (what: string) => number): void {
    if (Date.parse(at) >= previousAt) return
    const before = instant(previousAt)
    if (action !== 'clock.rollback') problem(`its time ${at} lies before that of the entry before it (${before})`)
    else notices.push({ seq, what: `the clock was set back from ${String(details['from'])} to ${at}` })
  }

  function recordFork({ seq, at, details: { kept, lostEntries, lostHead, lostKnown, reason } }: Stated): void {
    if (kept !== seq - 1 || typeof lostEntries !== 'number' || typeof lostHead !== 'string') return
    const isOpen = lostKnown === 'at-least' || lostKnown === 'not'
    forks.push({ seq, at, lostEntries, lostHead, isOpen })
    const given = givenUp({ kept, lostEntries, isOpen })
    notices.push({ seq, what: `a backup was put back on ${at}: ${given} (${String(reason)})` })
  }

  /** Signed before the restore, of entries that it gave up; of the last of them only with the head that it names. */
  const isGivenUp = ({ body }: Claim): boolean =>
    forks.some(
      ({ seq, at, lostEntries, lostHead, isOpen }) =>
        body.entries >= seq &&
        (isOpen || body.entries <= lostEntries) &&
        body.at <= at &&
        (body.entries !== lostEntries || lostHead === '' || body.head === lostHead),
    )

  /** @returns the end of the stretch after which a checkpoint speaks, so that the tree is checked at that point */
  function compareWithClaims(): void {
    for (const claim of bySeq.get(entries) ?? []) {
      const { body, where } = claim
      const held = body.head === previous && body.root === rootOf(tree)
      if (!held && !isGivenUp(claim))
        problems.push({ seq: entries, what: `the log is not the one that ${where} was signed for` })
    }
  }

  return {
    /** The next rows, in the order of their sequence numbers. */
    feed(rows: readonly StoredEntry[]): void {
      for (const row of rows) {
        check(row)
        tree = grow(tree, [row.hash])
        if (bySeq.has(entries)) compareWithClaims()
      }
    },

    /** After the last row. */
    finish() {
      for (const claim of claims) {
        const { body, where } = claim
        if (body.entries <= entries || isGivenUp(claim)) continue
        const missing =
          entries + 1 === body.entries ? `entry ${body.entries} is` : `entries ${entries + 1} to ${body.entries} are`
        problems.push({ seq: entries + 1, what: `${missing} missing: ${where} was signed for ${body.entries}` })
      }
      return { entries, head: previous, root: rootOf(tree), problems, notices }
    },
  }
}

function givenUp({ kept, lostEntries, isOpen }: { kept: number; lostEntries: number; isOpen: boolean }): string {
  const range = lostEntries > kept ? `entries ${kept + 1} to ${lostEntries} were given up` : undefined
  if (!isOpen) return range ?? 'no entry was given up'
  return range === undefined
    ? 'the database before it was not there, so what was given up is not known'
    : `${range}, and perhaps later ones: the database that they were in was not there`
}

function parse(text: string): Stated | null {
  try {
    const entry = JSON.parse(text) as Partial<Stated> | null
    const readable = entry !== null && typeof entry.at === 'string' && typeof entry.seq === 'number'
    return readable ? ({ details: {}, action: '', previous: '', ...entry } as Stated) : null
  } catch {
    return null
  }
}
