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
  readonly isTotalCapped: boolean
  readonly next: AccessPlace | null
  readonly about: SubjectNames
  readonly basis: AccessBasis[]
}

const day = 86_400_000
/** Up to so many holders are found first and sorted then; of more, the accounts of the application are walked by name. */
const fewHolders = 5000
/** Rows that are counted at most, where counting means reading them. */
const mostCounted = 10_000
/** People whose accounts are found first, rather than by walking through all of them. */
const fewPeople = 5000
/** A row that no application has. */
const nothing = 0

/**
 * Grants at a moment by application, account and path, and what the answer rests on.
 * @throws DomainError `not-found` for what is asked about
 */
export function listAccess(db: Reader, question: AccessQuestion, asked: AccessPageAsked): AccessList {
  const scope = scopeOf(db, question, asked)
  const { origin, filter, applications } = scope
  const { moment, limit } = asked
  const known = { about: nameSubject(db, question), basis: applications.map(viewBasis) }
  if (origin === 'application') return { ...walk(db, scope, asked), ...known, ...totalOf(db, scope, moment) }
  const application = question.applicationId === undefined ? null : (applications[0]?.id ?? nothing)
  const few = { moment, origin, filter, application }
  const offset = asked.place?.kind === 'offset' ? asked.place.offset : 0
  const rows = grantsAtMoment.ofFew(db, few, { offset, limit })
  const next = rows.length === limit ? ({ kind: 'offset', offset: offset + limit } as const) : null
  return { rows, next, ...known, ...capped(grantsAtMoment.count(db, few, mostCounted + 1)) }
}

const capped = (count: number) => ({ total: Math.min(count, mostCounted), isTotalCapped: count > mostCounted })

/** How many there are: exactly where an index counts them, else up to a number that nobody leafs through. */
function totalOf(db: Reader, { filter, applications }: Scope, moment: Moment) {
  const { entitlement, ...others } = filter
  const generations = applications.flatMap(generationOf)
  if (entitlement !== undefined && Object.keys(others).length === 0) {
    const counts = generations.map(({ source, seq }) => grantsAtMoment.countHolders(db, { source, seq, entitlement }))
    return { total: counts.reduce((sum, count) => sum + count, 0), isTotalCapped: false }
  }
  let count = 0
  for (const generation of generations) {
    if (count > mostCounted) break
    count += grantsAtMoment.count(db, { moment, origin: 'application', filter, ...generation }, mostCounted + 1 - count)
  }
  return capped(count)
}

/** The generation of an application that counts; none where no extract does. */
const generationOf = ({ id: application, source, seq }: ApplicationAtMoment) =>
  source === null || seq === null ? [] : [{ application, source, seq }]

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
  for (const generation of first < 0 ? [] : applications.slice(first).flatMap(generationOf)) {
    const { application: id } = generation
    const question = { moment, origin: 'application', filter, ...generation } as const
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
  if (filter.people !== undefined && filter.people.length <= fewPeople) {
    const theirs = accessLookups.accountsOfAll(db, filter.people)
    return { origin: 'accounts', filter: { ...filter, accounts: theirs }, applications }
  }
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
