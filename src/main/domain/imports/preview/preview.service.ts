import { type Change, isMatchKind, type PreviewKind } from '../../../../contract/imports.ts'
import type { Reader } from '../../../storage/open.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { withStaging } from './assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { heldBack } from './held-back.ts'
import { entitlementKeyOf, holds } from './holds.store.ts'
import { hasEnded, type Summary } from '../model/import.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import { countHoldable, type PreviewQuery, previewPage, rejectedRows } from './preview.store.ts'

export interface ChangeListQuery {
  readonly after: number
  readonly limit: number
  readonly kind: PreviewKind | null
  readonly words: string | null
  /** Only held changes, or only those that are not; null for both. */
  readonly onlyHeld: boolean | null
}

/** What staged imports would change, line by line. */
export class Previews {
  readonly #deps: ImportsDependencies

  constructor(deps: ImportsDependencies) {
    this.#deps = deps
  }

  /**
   * The changes of a preview, in the order of accounts.
   * @throws DomainError `not-found`; `conflict` when there is no preview (not yet, or no longer)
   */
  changes(guid: string, query: ChangeListQuery): { items: Change[]; total: number } {
    return this.#withPreview(guid, (db, row, summary) => {
      const previewQuery = this.#queryOf(db, row, query)
      const items = previewPage(db, previewQuery)
      const filtered = query.words !== null || query.onlyHeld !== null
      const total = filtered
        ? countHoldable(db, previewQuery)
        : query.kind !== null
          ? countOf(summary, query.kind)
          : sum(summary.counts) + sum(summary.matching ?? {})
      return { items, total }
    })
  }

  /** One change of a preview. @throws DomainError `not-found` */
  change(guid: string, changeId: number): Change {
    return this.#withPreview(guid, (db, row) => {
      const all = { after: changeId - 1, limit: 1, kind: null, words: null, onlyHeld: null }
      const [change] = previewPage(db, this.#queryOf(db, row, all))
      if (change?.id !== changeId) throw notFound('change')
      return change
    })
  }

  #queryOf(db: Reader, row: ImportWithNames, query: ChangeListQuery): PreviewQuery {
    const inForce = row.state === 'staged' ? holds.inForce(this.#deps.env.store.reader, row.source_id) : []
    const held = heldBack(db, { importId: row.id, applicationId: row.application_id, holds: inForce })
    const stagedAt = row.started_at ?? row.created_at
    return { ...query, baseSeq: row.base_seq ?? 0, application: row.application_name, held, stagedAt }
  }

  /** Rows that were not used, with their reasons. @throws DomainError `not-found`, `conflict` */
  rejected(guid: string, after: number, limit: number) {
    return this.#withPreview(guid, (db, row) => {
      const names = new Map(imports.files(db, row.id).map(({ id, name }) => [id, name]))
      const { rows, total } = rejectedRows(db, after, limit)
      return {
        items: rows.map(({ id, file_id, user_name: userName, ...rest }) => ({
          id,
          file: names.get(file_id) ?? '',
          userName,
          ...rest,
        })),
        total,
      }
    })
  }

  /** What names the entitlement of a change for good. @throws DomainError `not-found`, `conflict` */
  entitlementKey(guid: string, change: Change): string {
    return this.#withPreview(guid, (db) => entitlementKeyOf(db, change.entitlement?.id ?? 0))
  }

  #row(guid: string): ImportWithNames {
    const row = imports.get(this.#deps.env.store.reader, guid)
    if (!row) throw notFound('import')
    return row
  }

  #withPreview<T>(guid: string, read: (db: Reader, row: ImportWithNames, summary: Summary) => T): T {
    const row = this.#row(guid)
    if (row.summary === null)
      throw new DomainError(
        'conflict',
        `This import is ${row.state}; it has no preview${hasEnded(row.state) ? '' : ' yet'}.`,
      )
    const { summary } = row
    const result = withStaging(this.#deps, guid, (db) => ({ value: read(db, row, JSON.parse(summary) as Summary) }))
    if (!result)
      throw new DomainError(
        'conflict',
        'The details of this preview are no longer stored. They are stored for the last five applied imports of each application.',
      )
    return result.value
  }
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, n) => total + n, 0)
const countOf = ({ counts, matching }: Summary, kind: PreviewKind): number =>
  (isMatchKind(kind) ? matching?.[kind] : counts[kind]) ?? 0
