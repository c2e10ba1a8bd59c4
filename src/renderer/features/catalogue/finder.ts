import { CataloguePage } from '../../../contract/catalogue.ts'
import { request } from '../../api/client.ts'
import type { Finder } from '../../shared/navigation/finder.ts'
import { text } from './text.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

export const finder: Finder = {
  scope: 'catalogue:read',
  async find(query, signal) {
    const { items } = await request(CataloguePage, apiPaths.catalogue, { query: { q: query, limit: 6 }, signal })
    return items.map(({ id, name, kind, application }) => ({
      id,
      title: name,
      note: application?.name ?? text.kinds[kind],
      path: pages.catalogueItem(id),
    }))
  },
}
