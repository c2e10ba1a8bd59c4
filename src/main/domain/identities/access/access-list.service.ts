import type { AccessBasis, AccessSubject as SubjectNames } from '../../../../contract/access.ts'
import type { Moment } from '../../../storage/cut.ts'
import { foldCase } from '../../../storage/fold.ts'
import type { Reader } from '../../../storage/open.ts'
import { instant } from '../../shared/instant.ts'
import { searchWords } from '../people.service.ts'
import {
  type AccessSubject,
  accountsMeant,
  applicationsMeant,
  identityMeant,
  nameSubject,
  viewBasis,
} from './access-subject.ts'
import { accessLookups, type ApplicationAtMoment } from './basis.store.ts'
import { type GrantAtMoment, type GrantFilter, type GrantOrigin, grantsAtMoment } from './grants.store.ts'
import { peopleAt } from './people-at.store.ts'

/** Who has access, by whatever is asked. What is absent is left open. */
export interface AccessQuestion extends AccessSubject {
  readonly department?: string | undefined
  readonly title?: string | undefined
  readonly q?: string | undefined
  readonly privileged?: boolean | undefined
  readonly owner: 'any' | 'person' | 'none' | 'nobody'
  readonly leavers?: boolean | undefined
  readonly dormantDays?: number | undefined
  readonly lastSignIn: 'any' | 'unknown'
}

/** Where a page begins: so many rows from the first, or after one of an application. */
export type AccessPlace =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'after'; readonly application: number; readonly userName: string; readonly entitlement: number }

export interface AccessPageAsked {
  readonly moment: Moment
  /** The present, in milliseconds: dormancy is counted from it. */
  readonly now: number
  readonly place: AccessPlace | null
  readonly limit: number
}

interface AccessList {
  readonly rows: GrantAtMoment[]
  readonly total: number
  readonly next: AccessPlace | null
  readonly about: SubjectNames
  readonly basis: AccessBasis[]
}

const day = 86_400_000
/** Up to so many holders are found first and sorted then; of more, the accounts of the application are walked by name. */
const fewHolders = 5000
/** A row that no application has. */
const nothing = 0

/**
 * Grants at a moment by application, account and path, and what the answer rests on.
 * @throws DomainError `not-found` for what is asked about
 */
export function listAccess(db: Reader, question: AccessQuestion, asked: AccessPageAsked): AccessList {
  const scope = scopeOf(db, question, asked)
  const { origin, filter } = scope
  const { moment, limit } = asked
  const base = { moment, origin, filter }
  const basis = scope.applications.map(viewBasis)
  const about = nameSubject(db, question)
  if (origin === 'application') {
    const counts = scope.applications.map(({ id }) => grantsAtMoment.count(db, { ...base, application: id }))
    return { ...walk(db, scope, asked), total: counts.reduce((sum, count) => sum + count, 0), about, basis }
  }
  const few = {
    ...base,
    application: question.applicationId === undefined ? null : (scope.applications[0]?.id ?? nothing),
  }
  const offset = asked.place?.kind === 'offset' ? asked.place.offset : 0
  const rows = grantsAtMoment.ofFew(db, few, { offset, limit })
  const next = rows.length === limit ? ({ kind: 'offset', offset: offset + limit } as const) : null
  return { rows, next, total: grantsAtMoment.count(db, few), about, basis }
}

interface Scope {
  readonly origin: GrantOrigin
  readonly filter: GrantFilter
  /** Those that are asked about, by name. */
  readonly applications: readonly ApplicationAtMoment[]
}

function walk(db: Reader, { filter, applications }: Scope, { moment, place, limit }: AccessPageAsked) {
  const rows: GrantAtMoment[] = []
  const after = place?.kind === 'after' ? place : null
  const first = after === null ? 0 : applications.findIndex(({ id }) => id === after.application)
  for (const { id } of first < 0 ? [] : applications.slice(first)) {
    const question = { moment, origin: 'application', filter, application: id } as const
    const begin = after?.application === id ? after : null
    rows.push(...grantsAtMoment.ofApplication(db, question, { after: begin, limit: limit - rows.length }))
    const last = rows.at(-1)
    if (rows.length === limit && last) {
      const { userName, entitlement } = last
      return { rows, next: { kind: 'after', application: id, userName, entitlement } as const }
    }
  }
  return { rows, next: null }
}

/** Turns what is asked into rows of the database, and chooses from where the accounts are found. */
function scopeOf(db: Reader, question: AccessQuestion, asked: AccessPageAsked): Scope {
  const { entitlementId: entitlement } = question
  const applications = applicationsMeant(db, asked.moment, question)
  const accounts = accountsMeant(db, question)
  const filter = filterOf(db, question, { ...asked, accounts })
  if (accounts !== undefined) return { origin: 'accounts', filter, applications }
  const isFew = entitlement !== undefined && accessLookups.holdersAtMost(db, entitlement, fewHolders) < fewHolders
  return { origin: isFew ? 'holders' : 'application', filter, applications }
}

function filterOf(
  db: Reader,
  question: AccessQuestion,
  { moment, now, accounts }: AccessPageAsked & { readonly accounts: readonly number[] | undefined },
): GrantFilter {
  const { entitlementId, q, privileged, owner, dormantDays, lastSignIn } = question
  const words = searchWords(q)
  const people = peopleAsked(db, question, moment)
  const person = identityMeant(db, question)
  const meant = person === undefined ? people : (people ?? [person]).filter((id) => id === person)
  const from = moment.kind === 'now' ? now : moment.at
  return {
    ...(entitlementId !== undefined && { entitlement: entitlementId }),
    ...(accounts !== undefined && { accounts }),
    ...(meant !== undefined && { people: meant }),
    ...(words !== null && { words }),
    ...(privileged !== undefined && { privileged }),
    ...(owner !== 'any' && { owner }),
    ...(dormantDays !== undefined && { signedInBefore: instant(from - dormantDays * day).slice(0, 10) }),
    ...(lastSignIn === 'unknown' && { lastSignInUnknown: true }),
  }
}

/** The rows of people whom department, title and leaving mean; undefined when none of them is asked about. */
function peopleAsked(db: Reader, { department, title, leavers }: AccessQuestion, moment: Moment): number[] | undefined {
  if (department === undefined && title === undefined && leavers !== true) return
  const folded = (text: string | undefined) => (text === undefined ? null : foldCase(text))
  return peopleAt.ids(db, moment, {
    department: folded(department),
    title: folded(title),
    leavers: leavers === true,
  })
}
