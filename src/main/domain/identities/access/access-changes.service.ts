import type { AccessBasis, AccessChange, AccessSubject as SubjectNames } from '../../../../contract/access.ts'
import type { Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { instant } from '../../shared/instant.ts'
import { entitlementName, entitlementPath } from '../access-facts.ts'
import { type AccessSubject, accountsMeant, applicationsMeant, nameSubject, viewBasis } from './access-subject.ts'
import type { ApplicationAtMoment } from './basis.store.ts'
import { type ChangeCounts, type ChangeFilter, type GrantChange, grantChanges, type Span } from './changes.store.ts'

export interface ChangesAsked extends AccessSubject {
  readonly from: Moment
  readonly to: Moment
  readonly change: ChangeFilter['change']
  readonly offset: number
  readonly limit: number
}

interface AccessChanges extends ChangeCounts {
  readonly items: AccessChange[]
  readonly about: SubjectNames
  readonly basis: { readonly from: AccessBasis; readonly to: AccessBasis }[]
}

/**
 * What two moments differ in, by application, account and path, and what both rest on. An application without an extract at
 * one of the moments has no differences: nobody knows what it had been.
 * @throws DomainError `not-found` for what is asked about
 */
export function compareAccess(db: Reader, asked: ChangesAsked): AccessChanges {
  const then = applicationsMeant(db, asked.from, asked)
  const later = new Map(applicationsMeant(db, asked.to, asked).map((application) => [application.id, application]))
  const pairs = then.flatMap((from) => {
    const to = later.get(from.id)
    return to ? [{ from, to }] : []
  })
  const filter = {
    entitlement: asked.entitlementId ?? null,
    accounts: accountsMeant(db, asked) ?? null,
    change: asked.change,
  }
  let [gained, lost, changed, skip] = [0, 0, 0, asked.offset]
  const items: AccessChange[] = []
  for (const { from, to } of pairs) {
    const span = spanOf(from, to)
    if (span === undefined) continue
    const counts = grantChanges.counts(db, span, filter)
    gained += counts.gained
    lost += counts.lost
    changed += counts.changed
    const found = countOf(counts, asked.change)
    if (skip < found && items.length < asked.limit) {
      const page = { ...filter, offset: skip, limit: asked.limit - items.length }
      items.push(...grantChanges.page(db, span, page).map((row) => viewChange(to, row)))
    }
    skip = Math.max(0, skip - found)
  }
  return {
    items,
    about: nameSubject(db, asked),
    gained,
    lost,
    changed,
    basis: pairs.map(({ from, to }) => ({ from: viewBasis(from), to: viewBasis(to) })),
  }
}

/** How many of the differences a filter leaves. */
export const countOf = ({ gained, lost, changed }: ChangeCounts, change: ChangeFilter['change']): number =>
  ({ any: gained + lost + changed, gained, lost, changed })[change]

function spanOf(from: ApplicationAtMoment, to: ApplicationAtMoment): Span | undefined {
  if (from.source === null || from.seq === null || to.seq === null) return
  return { source: from.source, before: from.seq, after: to.seq }
}

function viewChange({ guid, name }: ApplicationAtMoment, row: GrantChange): AccessChange {
  const key = [row.group_name, row.heading, row.section, row.permission] as const
  return {
    change: row.before === null ? 'gained' : row.after === null ? 'lost' : 'changed',
    application: { id: guid, name },
    account: { id: row.accountGuid, userName: row.userName },
    person: row.personGuid === null ? null : { id: row.personGuid, name: row.personName ?? '' },
    entitlement: { id: row.entitlement, name: entitlementName(key), path: entitlementPath(key) },
    before: row.before,
    after: row.after,
    shownBy: { extractAt: instant(row.extractAt), importId: row.importGuid, generation: row.seq },
  }
}
