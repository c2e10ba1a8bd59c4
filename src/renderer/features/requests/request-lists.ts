import type { z } from 'zod'
import {
  type AccessRequest,
  AccessRequestPage,
  type OutOfBandGrant,
  OutOfBandPage,
} from '../../../contract/requests.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { requestKeys, type RequestFilter, requestFilters } from './queries.ts'

/** Requests, newest first. */
export const requestList: ListSource<AccessRequest, { show: RequestFilter; query: string }> = {
  key: [...requestKeys.all, 'list'],
  fetch:
    ({ show, query }, limit) =>
    (cursor, signal) =>
      request(AccessRequestPage, apiPaths.requests, {
        query: { limit, cursor, q: query || undefined, ...requestFilters[show] },
        signal,
      }),
  csv: {
    name: 'Requests',
    head: [
      'Request',
      'For',
      'Requested by',
      'Requested',
      'Status',
      'Status text',
      'Items',
      'Outcomes',
      'Closed',
      'Reason',
    ],
    record: (accessRequest) => [
      accessRequest.id,
      accessRequest.requestee.name,
      accessRequest.requester?.name ?? 'Castellan',
      accessRequest.requestedAt,
      accessRequest.status,
      accessRequest.statusText,
      accessRequest.items.map(({ name }) => name).join('; '),
      accessRequest.items.map(({ outcome, step }) => outcome ?? step).join('; '),
      accessRequest.completedAt ?? '',
      accessRequest.comment,
    ],
  },
}

/** Access that imports added without a request. */
export const outOfBandList: ListSource<z.infer<typeof OutOfBandGrant>, null> = {
  key: [...requestKeys.all, 'out-of-band'],
  fetch: (_, limit) => (cursor, signal) =>
    request(OutOfBandPage, apiPaths.outOfBandAccess, { query: { limit, cursor }, signal }),
  csv: {
    name: 'Unrequested access',
    head: ['Person', 'Account', 'Access', 'Application', 'Since', 'Import'],
    record: (grant) => [
      grant.person?.name ?? '',
      grant.userName,
      grant.item,
      grant.application.name,
      grant.since,
      grant.importId,
    ],
  },
}
