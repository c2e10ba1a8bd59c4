import { HeldEntitlementPage } from '../../../contract/access.ts'
import { AccountPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import type { Finder, SearchHit } from '../../shared/navigation/finder.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'
import { readQuestion } from './question.ts'
import { answersTo } from './answers.ts'

const most = 5

/** Finds entitlements and accounts, and understands a few questions: "who has wire approval", "what changed for Ana since May". */
export const finder: Finder = {
  scope: 'identities:read',
  async find(query, signal) {
    const question = readQuestion(query, new Date())
    if (question !== undefined) return answersTo(question, signal)
    const [entitlements, accounts] = await Promise.all([
      request(HeldEntitlementPage, apiPaths.accessEntitlements, { query: { q: query, limit: most }, signal }),
      request(AccountPage, apiPaths.accounts, { query: { q: query, limit: most, match: 'any' }, signal }),
    ])
    return [
      ...entitlements.items.map(
        ({ id, name, path, application }): SearchHit => ({
          id: `entitlement ${id}`,
          title: name,
          note: `${application.name} · ${path}`,
          path: pages.grants({ entitlement: String(id) }),
        }),
      ),
      ...accounts.items.map(
        ({ id, userName, application, name }): SearchHit => ({
          id,
          title: userName,
          note: `${application.name} · ${name}`,
          path: pages.accountAmongAll(id),
        }),
      ),
    ]
  },
}
