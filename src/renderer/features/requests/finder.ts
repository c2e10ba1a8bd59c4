import { AccessRequestPage } from '../../../contract/requests.ts'
import { request } from '../../api/client.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'
import type { Finder } from '../../shared/navigation/finder.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

/** Requests have no name. They are found by requester, recipient and item. */
export const finder: Finder = {
  scope: 'requests:make',
  async find(query, signal) {
    const scope = isPermitted(sessionStore.getState(), 'requests:read') ? 'all' : 'mine'
    const { items } = await request(AccessRequestPage, apiPaths.requests, {
      query: { q: query, whose: scope, limit: 6 },
      signal,
    })
    return items.map((accessRequest) => ({
      id: accessRequest.id,
      title: `${accessRequest.requestee.name} · ${accessRequest.items.map(({ name }) => name).join(', ')}`,
      note: accessRequest.statusText,
      path: pages.request(accessRequest.id),
    }))
  },
}
