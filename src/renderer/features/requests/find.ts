import { PrincipalList } from '../../../contract/catalogue.ts'
import { AccessRequestPage } from '../../../contract/requests.ts'
import { request } from '../../api/client.ts'
import { mayDo, sessionStore } from '../../api/session.ts'
import type { Finder } from '../../commands/finder.ts'

const people = 3
const perPerson = 3

/** Requests have no name; they are found by whom they are for. */
export const finder: Finder = {
  scope: 'requests:make',
  async find(words, signal) {
    const { items } = await request(PrincipalList, '/v1/principals', {
      query: { q: words, kind: 'person', limit: people },
      signal,
    })
    const whose = mayDo(sessionStore.getState(), 'requests:read') ? 'all' : 'mine'
    const pages = await Promise.all(
      items.map(({ id }) =>
        request(AccessRequestPage, '/v1/requests', { query: { requesteeId: id, whose, limit: perPerson }, signal }),
      ),
    )
    return pages.flatMap((page) =>
      page.items.map((one) => ({
        id: one.id,
        title: `${one.items.map(({ name }) => name).join(', ')} · ${one.requestee.name}`,
        note: one.words,
        path: `/requests/${encodeURIComponent(one.id)}`,
      })),
    )
  },
}
