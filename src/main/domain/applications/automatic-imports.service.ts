import type { Reader } from '../../storage/open.ts'
import { notFound } from '../shared/errors.ts'
import { applications } from './applications.store.ts'
import { type LooserVersion, looserVersions } from './looser-rules.ts'
import { rulesOf } from './rules.ts'

export { defaultLimits, isLooserThanDefault, type LooserVersion } from './looser-rules.ts'

/** Whether any application applies imports by its rules. */
export const appliesByRule = (db: Reader): boolean =>
  applications.all(db).some((row) => row.archived_at === null && rulesOf(row).apply === 'when-guard-quiet')

/** The versions of its rules that let more imports through, as far as they are in force. @throws DomainError `not-found` */
export function looserRulesOf(db: Reader, guid: string): readonly LooserVersion[] {
  const row = applications.get(db, guid)
  if (!row) throw notFound('application')
  const versions = applications.ruleVersions(db, row.id)
  return looserVersions(
    versions.map((stored) => ({
      version: stored.version,
      by: stored.created_by,
      at: stored.created_at,
      rules: rulesOf(stored),
    })),
  )
}
