import type { GuardLimits } from '../../../../contract/applications.ts'
import type { ChangeCounts } from '../../../../contract/imports.ts'
import type { GuardFinding } from '../../../../contract/guard.ts'
import type { Population } from '../../jobs/jobs.ts'

export interface GuardInput {
  readonly limits: GuardLimits
  readonly before: Population
  readonly counts: ChangeCounts
  readonly privilegedLost: number
  readonly rowsRead: number
  /** Rows that were not set aside. */
  readonly rowsUsed: number
  /** Rows that could not be read, and notes, where the last extract did not hold the same ones. */
  readonly unread: {
    readonly unknown: number
    readonly quarantined: number
    readonly noted: number
    /** Cells that should name somebody, and were not believed. */
    readonly keys: number
    /** Keys that a roster gives to several people. */
    readonly sharedKeys: number
    /** Files that were cut off, or may have been. */
    readonly breakOffs: number
  }
  /** When the extract that counts now was taken; null before the first import. */
  readonly lastExtractAt: number | null
  readonly extractAt: number
  /** Rows that the last applied extract had; null when there is none. */
  readonly lastRows: number | null
}

/**
 * What would stop an import for a person. Quiet when and only when removals are fewer than half and within the limit of
 * the accounts, the file is not older than the last one and not far shorter, and nothing privileged is lost in bulk.
 * A first import has nothing to lose; only an empty file, and rows that could not be read, stop it.
 */
export function evaluateGuard(input: GuardInput): GuardFinding[] {
  const findings: GuardFinding[] = []
  const { limits, before, counts } = input
  if (input.rowsRead === 0)
    findings.push({ code: 'empty-file', message: 'The file holds no rows.', found: 0, limit: 1 })
  else if (input.rowsUsed === 0)
    findings.push({
      code: 'empty-file',
      message: `None of its ${input.rowsRead} rows could be used.`,
      found: 0,
      limit: 1,
    })
  findings.push(...unreadRows(input))
  if (input.lastExtractAt === null) return findings

  const add = (code: GuardFinding['code'], found: number, limit: number, message: string) => {
    if (found > limit) findings.push({ code, message, found, limit })
  }
  const accountLimit = removalLimit(before.accounts, limits)
  add(
    'removed-accounts',
    counts.leaves ?? 0,
    accountLimit,
    `${counts.leaves} of ${before.accounts} accounts would be removed; the limit is ${accountLimit}.`,
  )
  const grantLimit = removalLimit(before.grants, limits)
  add(
    'removed-grants',
    counts.loses ?? 0,
    grantLimit,
    `${counts.loses} of ${before.grants} grants would be removed; the limit is ${grantLimit}.`,
  )
  const additionLimit = Math.max(limits.removalsCount, Math.floor(before.grants * limits.additionsShare))
  add(
    'added-grants',
    counts.gains ?? 0,
    additionLimit,
    `${counts.gains} grants would be added to ${before.grants}; the limit is ${additionLimit}.`,
  )
  add(
    'lost-privileged-access',
    input.privilegedLost,
    limits.removalsCount,
    `${input.privilegedLost} privileged grants would be removed; the limit is ${limits.removalsCount}.`,
  )
  if (input.extractAt < input.lastExtractAt) {
    const message = `The file was written ${day(input.extractAt)}, before the one that counts now (${day(input.lastExtractAt)}).`
    findings.push({
      code: 'older-than-last-file',
      message,
      found: input.extractAt,
      limit: input.lastExtractAt,
    })
  }
  const fewestRows = Math.ceil((input.lastRows ?? 0) * limits.leastShareOfLastFile)
  if (input.rowsRead < fewestRows) {
    const message = `The file holds ${input.rowsRead} rows; the last one held ${input.lastRows}, and fewer than ${fewestRows} are suspicious.`
    findings.push({ code: 'shorter-than-last-file', message, found: input.rowsRead, limit: fewestRows })
  }
  return findings
}

/** What could not be read is unknown, which is not the same as nothing. A person looks at it once. */
function unreadRows({
  unread: { unknown, quarantined, noted, keys, sharedKeys, breakOffs },
}: GuardInput): GuardFinding[] {
  const findings: GuardFinding[] = []
  const unreadable = unknown + quarantined
  if (breakOffs > 0)
    findings.push({
      code: 'file-breaks-off',
      message:
        'The last line of the file has no line end: it may be cut off. What missing rows may contradict is held back.',
      found: breakOffs,
      limit: 0,
    })
  if (unreadable > 0)
    findings.push({
      code: 'unread-rows',
      message: `${rows(unreadable)} could not be read${whose(unknown, quarantined)}. What they may contradict is held back.`,
      found: unreadable,
      limit: 0,
    })
  if (keys + sharedKeys > 0)
    findings.push({
      code: 'doubtful-keys',
      message: `${keys + sharedKeys} values that should name one person do not: placeholders, numbers that a spreadsheet has damaged, or one value for several people.`,
      found: keys + sharedKeys,
      limit: 0,
    })
  if (noted > 0 && findings.length === 0)
    findings.push({ code: 'noted-rows', message: `Something was noted about ${rows(noted)}.`, found: noted, limit: 0 })
  return findings
}

const rows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
/** Whose the rows are, where that can't be told of all of them. */
function whose(unknown: number, quarantined: number): string {
  if (quarantined === 0) return ''
  if (unknown > 0) return `, ${quarantined} of them nobody’s in particular`
  return `, and nobody can tell whose ${quarantined === 1 ? 'it is' : 'they are'}`
}

/** The most removals that pass unseen: the larger of a count and a share, but always fewer than half. */
export function removalLimit(population: number, limits: GuardLimits): number {
  const allowed = Math.max(limits.removalsCount, Math.floor(population * limits.removalsShare))
  return Math.min(allowed, Math.max(0, Math.ceil(population / 2) - 1))
}

const day = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
