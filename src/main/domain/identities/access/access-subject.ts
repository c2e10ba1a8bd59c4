import type { AccessBasis, AccessSubject as SubjectNames } from '../../../../contract/access.ts'
import type { Moment } from '../../../storage/cut.ts'
import type { Reader } from '../../../storage/open.ts'
import { notFound } from '../../shared/errors.ts'
import { instant } from '../../shared/instant.ts'
import { findEntitlement } from '../entitlements.service.ts'
import { accessLookups, type ApplicationAtMoment, applicationsAtMoment } from './basis.store.ts'

/** Whose access, or to what, a question is about. What is absent is left open. */
export interface AccessSubject {
  readonly entitlementId?: number | undefined
  readonly applicationId?: string | undefined
  readonly personId?: string | undefined
  readonly accountId?: string | undefined
}

/** The applications that a question is about, by name. @throws DomainError `not-found` */
export function applicationsMeant(db: Reader, moment: Moment, subject: AccessSubject): ApplicationAtMoment[] {
  const all = applicationsAtMoment(db, moment)
  const only = applicationOf(db, subject)
  const { applicationId } = subject
  if (applicationId !== undefined && !all.some(({ guid }) => guid === applicationId)) throw notFound('application')
  return all.filter(
    ({ id, guid }) => (only === undefined || id === only) && (applicationId === undefined || guid === applicationId),
  )
}

/** The row of the application that an entitlement or account stands in. */
function applicationOf(db: Reader, { entitlementId, accountId }: AccessSubject): number | undefined {
  if (entitlementId !== undefined) {
    const application = accessLookups.applicationOfEntitlement(db, entitlementId)
    if (application === undefined) throw notFound('entitlement')
    return application
  }
  return accountId === undefined ? undefined : accountOf(db, accountId).application
}

/** The rows of accounts that one account or one person means; undefined when neither is asked about. @throws DomainError `not-found` */
export function accountsMeant(db: Reader, { accountId, personId }: AccessSubject): number[] | undefined {
  if (accountId !== undefined) return [accountOf(db, accountId).id]
  const identity = identityMeant(db, { personId })
  return identity === undefined ? undefined : accessLookups.accountsOf(db, identity)
}

/** The row of the person that is asked about. @throws DomainError `not-found` */
export function identityMeant(db: Reader, { personId }: Pick<AccessSubject, 'personId'>): number | undefined {
  if (personId === undefined) return
  const identity = accessLookups.identity(db, personId)
  if (identity === undefined) throw notFound('person')
  return identity
}

function accountOf(db: Reader, guid: string): { id: number; application: number; userName: string } {
  const account = accessLookups.account(db, guid)
  if (account === undefined) throw notFound('account')
  return account
}

/** What was asked about, by name. @throws DomainError `not-found` */
export function nameSubject(
  db: Reader,
  { entitlementId, applicationId, personId, accountId }: AccessSubject,
): SubjectNames {
  const meant = applicationOf(db, { entitlementId, accountId })
  return {
    entitlement: entitlementId === undefined ? null : findEntitlement(db, entitlementId),
    application: accessLookups.applicationNamed(db, { row: meant ?? null, guid: applicationId ?? null }) ?? null,
    person: personId === undefined ? null : { id: personId, name: accessLookups.personName(db, personId) },
    account: accountId === undefined ? null : { id: accountId, name: accountOf(db, accountId).userName },
  }
}

/** What an answer about an application rests on. */
export const viewBasis = (row: ApplicationAtMoment): AccessBasis => ({
  application: { id: row.guid, name: row.name },
  extract:
    row.seq === null || row.takenAt === null || row.appliedAt === null || row.importGuid === null
      ? null
      : {
          takenAt: instant(row.takenAt),
          appliedAt: instant(row.appliedAt),
          importId: row.importGuid,
          generation: row.seq,
          unreadRows: row.unreadRows,
        },
})
