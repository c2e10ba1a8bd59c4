import { PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import type { Finder } from '../../shared/navigation/finder.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

export const finder: Finder = {
  scope: 'identities:read',
  async find(query, signal) {
    const { items } = await request(PersonPage, apiPaths.people, { query: { q: query, limit: 6 }, signal })
    return items.map(({ id, name, title, department }) => ({
      id,
      title: name,
      note: [title, department].filter(Boolean).join(' · '),
      path: pages.person(id),
    }))
  },
}
