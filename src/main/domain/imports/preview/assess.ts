import { changeKindNames, type ChangeCounts } from '../../../../contract/imports.ts'
import type { GuardFinding } from '../../../../contract/guard.ts'
import type { Reader } from '../../../storage/open.ts'
import { openStagingReader } from '../../../storage/staging-reader.ts'
import { applicationForImport } from '../../applications/applications.service.ts'
import { defaultLimits, isLooserThanDefault } from '../../applications/automatic-imports.service.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { previewDigest } from './digest.ts'
import { evaluateGuard, type GuardInput } from './guard.ts'
import { type HeldBack, heldBack } from './held-back.ts'
import { countHeld, holds } from './holds.store.ts'
import { type GuardVerdict, reconciliationOf, type Summary } from '../model/import.ts'
import { generations } from '../model/generations.store.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'

/** What a preview comes to, given what is held back now. */
interface Assessment {
  readonly digest: string
  readonly summary: Summary
  readonly verdict: GuardVerdict
  /** What the guard's own limits would have found, where looser ones of the application found nothing. */
  readonly letThrough: readonly GuardFinding[]
}

/** What staging found, before holds are counted. */
export type AssessedImport = Omit<Summary, 'held' | 'inDoubt' | 'after'>

/**
 * Assesses a staged preview: which changes are held back, what the application holds afterwards, whether the guard lets it
 * pass, and the digest over all of it. Called when staging ends and whenever a hold changes.
 */
export function assess(
  deps: ImportsDependencies,
  row: ImportWithNames,
  baseSeq: number,
  staged: AssessedImport,
): Assessment {
  const { reader } = deps.env.store
  const heldNow = heldChanges(deps, row)
  const held = [...heldNow.keys()]
  const inDoubt = [...heldNow.values()].filter(({ kind }) => kind === 'doubt').length
  const remaining = withoutHeld(deps, row, { baseSeq, staged, held })
  const { counts } = remaining
  const after = {
    accounts: staged.before.accounts + (counts.joins ?? 0) - (counts.leaves ?? 0),
    grants: staged.before.grants + (counts.gains ?? 0) - (counts.loses ?? 0),
  }
  const digest = previewDigest({
    baseSeq,
    files: imports.files(reader, row.id).map(({ sha256 }) => sha256),
    rulesVersion: row.rules_version,
    restoresSeq: row.restores_seq,
    changeDigest: staged.changeDigest,
    held,
    matchDigest: staged.matchDigest,
  })
  return {
    digest,
    summary: { ...staged, after, held: held.length, inDoubt },
    ...guardVerdict(reader, row, { baseSeq, staged, remaining }),
  }
}

/** The changes of a staged import that are not applied, each with its reason. */
export function heldChanges(deps: ImportsDependencies, row: ImportWithNames): Map<number, HeldBack> {
  const inForce = holds.inForce(deps.env.store.reader, row.source_id)
  const query = { importId: row.id, applicationId: row.application_id, holds: inForce }
  return withStaging(deps, row.guid, (db) => heldBack(db, query)) ?? new Map<number, HeldBack>()
}

/** Reads a staged import together with the main database; undefined when its preview is no longer stored. */
export function withStaging<T>(deps: ImportsDependencies, guid: string, read: (db: Reader) => T): T | undefined {
  const db = openStagingReader(deps.env.store.file, deps.runner.files.staging(guid))
  if (!db) return undefined
  try {
    return read(db)
  } finally {
    db.close()
  }
}

interface StagedOnBase {
  readonly baseSeq: number
  readonly staged: AssessedImport
}

/** The changes that remain without those that are held back. */
type RemainingChanges = Pick<Summary, 'counts' | 'privilegedLost'>

function withoutHeld(
  deps: ImportsDependencies,
  row: ImportWithNames,
  { baseSeq, staged, held }: StagedOnBase & { readonly held: readonly number[] },
): RemainingChanges {
  const counts = Object.fromEntries(changeKindNames.map((kind) => [kind, staged.counts[kind] ?? 0])) as ChangeCounts
  let { privilegedLost } = staged
  if (held.length === 0) return { counts, privilegedLost }
  for (const { kind, n, privileged } of withStaging(deps, row.guid, (db) => countHeld(db, held, baseSeq)) ?? []) {
    counts[kind as keyof ChangeCounts] = (counts[kind as keyof ChangeCounts] ?? 0) - n
    privilegedLost -= privileged ?? 0
  }
  return { counts, privilegedLost }
}

function guardVerdict(
  reader: Reader,
  row: ImportWithNames,
  { baseSeq, staged, remaining }: StagedOnBase & { readonly remaining: RemainingChanges },
): Pick<Assessment, 'verdict' | 'letThrough'> {
  const application = applicationForImport(reader, row.application_guid)
  if (!application) throw new Error('its application is gone')
  const base = generations.at(reader, row.source_id, baseSeq)
  const baseImport = base && imports.byId(reader, base.import_id)
  const baseSummary = baseImport?.summary ? (JSON.parse(baseImport.summary) as Summary) : undefined
  const isExtract = row.kind === 'extract'
  const input = {
    limits: application.rules.guard,
    before: staged.before,
    ...remaining,
    rowsRead: isExtract ? staged.reconciliation.read : 1,
    rowsUsed: isExtract ? staged.reconciliation.applied + staged.reconciliation.duplicate : 1,
    unread: newlyUnread(staged, baseSummary),
    lastExtractAt: base?.extract_at ?? null,
    // A rollback is older on purpose; its removals are evaluated like any others.
    extractAt: isExtract ? row.extract_at : (base?.extract_at ?? 0),
    lastRows: isExtract && baseImport?.kind === 'extract' ? (baseSummary?.reconciliation.read ?? null) : null,
  }
  const findings = evaluateGuard(input)
  const isQuiet = findings.length === 0
  return {
    verdict: { verdict: isQuiet ? 'quiet' : 'tripped', findings },
    letThrough: isQuiet && isLooserThanDefault(input.limits) ? evaluateGuard({ ...input, limits: defaultLimits }) : [],
  }
}

/** What is in doubt stops an import the first time; what a person has seen with the last one does not. */
function newlyUnread(staged: AssessedImport, last: Summary | undefined): GuardInput['unread'] {
  const isNews = (staged.doubts ?? '') !== '' && staged.doubts !== last?.doubts
  const { unknown, quarantined, noted } = reconciliationOf(staged)
  const seen = new Set(last?.sharedValues)
  const sharedValues = (staged.sharedValues ?? []).filter((value) => !seen.has(value)).length
  const rows = isNews
    ? { unknown, quarantined, noted, keys: staged.notedKeys ?? 0, sharedKeys: staged.sharedKeys ?? 0 }
    : { unknown: 0, quarantined: 0, noted: 0, keys: 0, sharedKeys: 0 }
  return {
    ...rows,
    sharedKeys: rows.sharedKeys + sharedValues,
    // Each cut is another one.
    breakOffs: staged.breakOffs ?? 0,
  }
}
