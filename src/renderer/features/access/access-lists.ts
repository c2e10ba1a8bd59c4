import { type AccessGrant, AccessPage, type HeldEntitlement, HeldEntitlementPage } from '../../../contract/access.ts'
import { request } from '../../api/client.ts'
import { type AsOf, momentQuery, writeAsOf } from '../../shared/as-of/as-of.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { type GrantFilter, grantQuery } from './grant-filter.ts'

export const accessKeys = { all: ['access'] as const }

export interface EntitlementFilter {
  readonly query: string
  readonly application: string | null
  readonly asOf: AsOf
}

const dated = (name: string, asOf: AsOf): string => [name, writeAsOf(asOf)].filter(Boolean).join(', ')

export const entitlementList: ListSource<HeldEntitlement, EntitlementFilter> = {
  key: [...accessKeys.all, 'entitlements'],
  fetch:
    ({ query, application, asOf }, limit) =>
    (cursor, signal) =>
      request(HeldEntitlementPage, apiPaths.accessEntitlements, {
        query: {
          limit,
          cursor,
          q: query || undefined,
          applicationId: application ?? undefined,
          ...momentQuery(asOf),
        },
        signal,
      }),
  csv: {
    name: ({ asOf }) => dated('Entitlements', asOf),
    head: ['Application', 'Path', 'Description', 'Privileged', 'Accounts'],
    record: ({ application, path, description, privileged, accounts }) => [
      application.name,
      path,
      description,
      privileged ? 'yes' : 'no',
      accounts,
    ],
  },
}

export const grantList: ListSource<AccessGrant, GrantFilter, AccessPage> = {
  key: [...accessKeys.all, 'grants'],
  fetch: (filter, limit) => (cursor, signal) =>
    request(AccessPage, apiPaths.access, { query: { ...grantQuery(filter), limit, cursor }, signal }),
  csv: {
    name: ({ asOf }) => dated('Access', asOf),
    head: [
      'Application',
      'User name',
      'Account name',
      'Account active',
      'Person',
      'Employee number',
      'Status',
      'Department',
      'Title',
      'Entitlement',
      'Level',
      'Privileged',
      'Since',
      'May be older',
      'Last sign-in',
      'Unknown in this extract',
      'File',
      'Row',
      'Rules version',
      'Snapshot',
    ],
    record: (grant) => [
      grant.application.name,
      grant.account.userName,
      grant.account.name,
      yesNo(grant.account.active),
      grant.person?.name ?? '',
      grant.person?.employeeId ?? '',
      grant.person?.status ?? (grant.owner === 'nobody' ? 'No owner' : 'Unassigned'),
      grant.person?.department ?? '',
      grant.person?.title ?? '',
      grant.entitlement.path,
      grant.access,
      yesNo(grant.privileged),
      grant.since.extractAt,
      yesNo(grant.since.isFirstExtract),
      grant.account.lastSignIn,
      yesNo(grant.isUncertain),
      grant.provenance.file ?? '',
      grant.provenance.line ?? '',
      grant.provenance.rulesVersion ?? '',
      grant.provenance.generation,
    ],
  },
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')
