import { type AccessChange, AccessChangesPage } from '../../../contract/access.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { accessKeys } from './access-lists.ts'

export interface ChangesFilter {
  readonly from: string
  /** Blank: now. */
  readonly to: string
  readonly by: 'effective' | 'recorded'
  readonly change: AccessChange['change'] | 'any'
  readonly application: string | null
  readonly person: string | null
  readonly account: string | null
  readonly entitlement: string | null
}

export const changesQuery = ({ from, to, by, change, application, person, account, entitlement }: ChangesFilter) => ({
  from,
  to: to || undefined,
  by,
  change,
  applicationId: application ?? undefined,
  personId: person ?? undefined,
  accountId: account ?? undefined,
  entitlementId: entitlement ?? undefined,
})

export const changeList: ListSource<AccessChange, ChangesFilter, AccessChangesPage> = {
  key: [...accessKeys.all, 'changes'],
  fetch: (filter, limit) => (cursor, signal) =>
    request(AccessChangesPage, apiPaths.accessChanges, { query: { ...changesQuery(filter), limit, cursor }, signal }),
  csv: {
    name: ({ from, to }) => `Changes of access, ${from} to ${to || 'now'}`,
    head: ['Change', 'Application', 'User name', 'Person', 'Entitlement', 'Before', 'After', 'Shown by the extract of'],
    record: ({ change, application, account, person, entitlement, before, after, shownBy }) => [
      change,
      application.name,
      account.userName,
      person?.name ?? '',
      entitlement.path,
      before ?? '',
      after ?? '',
      shownBy.extractAt,
    ],
  },
}
