import { accountAttributes } from '../../domain/identities/access-facts.ts'
import { openWriter } from '../../storage/open.ts'
import { countChanges } from './compare.ts'
import { changeDigest } from './digest.ts'
import type { RestoreJob, StagedPreview } from '../../domain/jobs/jobs.ts'
import type { JobControl } from '../../domain/shared/job-runner.ts'
import { createStagingDatabase, flush, populationAt } from './stage-extract.ts'

const accountFacts = (v: string) => `json_array(${accountAttributes.map((c) => `${v}.${c}`).join(', ')})`
const entitlementFacts = (v: string) => `json_array(${v}.description, ${v}.privileged)`

interface RestoredTable {
  readonly table: string
  /** The columns of account and entitlement; '0' for none. */
  readonly ids: readonly [string, string]
  readonly key: string
  readonly facts: (v: string) => string
  /** The kinds of change: appears, disappears, differs. */
  readonly kinds: readonly [string, string, string]
}

/** From the facts that hold at @seq (`c`) to those that held at @target (`t`), for one kind of anchor. */
function restoringChanges({ table, ids, key, facts, kinds }: RestoredTable): string {
  const [appears, vanishes, differs] = kinds
  const at = (v: string, seq: string) => `${v}.source_id = @source AND ${v}.from_seq <= ${seq} AND ${v}.to_seq > ${seq}`
  const same = key
    .split(',')
    .map((column) => `t.${column} = c.${column}`)
    .join(' AND ')
  const columns = (v: string) => ids.map((id) => (id === '0' ? '0' : `${v}.${id}`)).join(', ')
  const origin = (v: string) => `${v}.file_id, ${v}.line`
  return `
    SELECT CASE WHEN c.from_seq IS NULL THEN '${appears}' ELSE '${differs}' END AS kind, ${columns('t')},
      CASE WHEN c.from_seq IS NOT NULL THEN ${facts('c')} END AS before, ${facts('t')} AS after, ${origin('t')}
    FROM live.${table} t LEFT JOIN live.${table} c ON ${same} AND ${at('c', '@seq')}
    WHERE ${at('t', '@target')} AND (c.from_seq IS NULL OR ${facts('c')} <> ${facts('t')})
    UNION ALL
    SELECT '${vanishes}', ${columns('c')}, ${facts('c')}, NULL, NULL, NULL
    FROM live.${table} c WHERE ${at('c', '@seq')} AND NOT EXISTS (SELECT 1 FROM live.${table} t WHERE ${same} AND ${at('t', '@target')})`
}

const comparison = `
  INSERT INTO change (kind, account_id, entitlement_id, before, after, file_id, line)
  SELECT * FROM (
    ${restoringChanges({ table: 'account_version', ids: ['account_id', '0'], key: 'account_id', facts: accountFacts, kinds: ['joins', 'leaves', 'changes'] })}
    UNION ALL
    ${restoringChanges({ table: 'entitlement_version', ids: ['0', 'entitlement_id'], key: 'entitlement_id', facts: entitlementFacts, kinds: ['appears', 'disappears', 'redescribes'] })}
    UNION ALL
    ${restoringChanges({ table: 'grant_version', ids: ['account_id', 'entitlement_id'], key: 'account_id,entitlement_id', facts: (v) => `${v}.access`, kinds: ['gains', 'loses', 'adjusts'] })}
  ) ORDER BY 2, 3`

/** What the extract of the target could not say is unknown again. */
const unknownAtTarget = `
  INSERT INTO rejected (file_id, line, disposition, reason, raw, user_name)
  SELECT u.file_id, u.line, CASE u.account_id WHEN 0 THEN 'quarantined' ELSE 'unknown' END, u.reason, '', coalesce(a.user_name, '')
  FROM live.unknown_in_extract u LEFT JOIN live.account a ON a.id = u.account_id WHERE u.source_id = @source AND u.seq = @target AND u.entitlement_id = 0`
const unknownByAccount = `
  INSERT INTO unknown_account (account_id, rejected_id)
  SELECT a.id, min(r.id) FROM rejected r JOIN live.account a ON a.application_id = @application AND a.user_name = r.user_name WHERE r.disposition = 'unknown' GROUP BY a.id`

/** Turns a rollback to generation N into a preview. It reads only the versions in the database. */
export function stageRestore(job: RestoreJob, control: JobControl): StagedPreview {
  const live = openWriter(job.liveFile)
  const staging = createStagingDatabase(job.stagingFile, job.liveFile)
  try {
    const base = { applicationId: job.applicationId, sourceId: job.sourceId, seq: job.baseSeq }
    control.progress('comparing', 0, null)
    staging.exec('BEGIN')
    staging.prepare(comparison).run({ seq: job.baseSeq, target: job.targetSeq, source: job.sourceId })
    staging.prepare(unknownAtTarget).run({ target: job.targetSeq, source: job.sourceId })
    staging.prepare(unknownByAccount).run({ application: job.applicationId })
    control.checkCancelled()
    control.progress('sealing', 0, null)
    const digest = changeDigest(staging)
    const { counts, privilegedLost } = countChanges(staging, base)
    staging.exec('COMMIT; DETACH live')
    const reconciliation = { read: 0, applied: 0, unknown: 0, quarantined: 0, duplicate: 0, ignored: 0, noted: 0 }
    const population = {
      before: populationAt(live, job.sourceId, job.baseSeq),
      after: populationAt(live, job.sourceId, job.targetSeq),
    }
    return {
      outcome: 'staged',
      reconciliation,
      counts,
      ...population,
      privilegedLost,
      changeDigest: digest,
      dialects: [],
      recognisedLines: 0,
      deniedRows: 0,
      notedKeys: 0,
      sharedKeys: 0,
      openEnds: 0,
      breakOffs: 0,
      doubts: '',
    }
  } finally {
    staging.close()
    live.close()
    flush(job.stagingFile)
  }
}
