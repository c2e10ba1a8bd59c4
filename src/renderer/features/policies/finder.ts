import { PolicyList } from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import type { Finder } from '../../shared/navigation/finder.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

const most = 6

export const finder: Finder = {
  scope: 'policies:read',
  async find(query, signal) {
    const { items } = await request(PolicyList, apiPaths.policies, { signal })
    const wanted = query.toLowerCase()
    return items
      .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
      .slice(0, most)
      .map(({ id, name, sentence }) => ({
        id,
        title: name,
        note: sentence,
        path: pages.policy(id),
      }))
  },
}
