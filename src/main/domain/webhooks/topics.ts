import type { Scope } from '../../../contract/scopes.ts'
import type { WebhookTopic } from '../../../contract/webhooks.ts'

/** What each topic tells of the audit log, by how its actions begin, and what one must be allowed to read to have it sent elsewhere. */
const rules: Readonly<Record<WebhookTopic, { readonly actions: readonly string[]; readonly right: Scope }>> = {
  // Told item by item, from their own changes.
  'access-requests': { actions: [], right: 'requests:read' },
  imports: { actions: ['import.', 'file.'], right: 'imports:read' },
  'personnel-events': { actions: ['personnel-event.'], right: 'events:read' },
  policies: { actions: ['policies.', 'policy.', 'policy-scan.', 'violation.'], right: 'policies:read' },
  people: { actions: ['person.', 'account.', 'accounts.'], right: 'identities:read' },
  applications: { actions: ['application.'], right: 'applications:read' },
}

/** Whether one of these topics tells of such an entry of the audit log. */
export const tells = (topics: readonly WebhookTopic[], action: string): boolean =>
  topics.some((topic) => rules[topic].actions.some((beginning) => action.startsWith(beginning)))

export const rightsToRead = (topics: readonly WebhookTopic[]): Scope[] => topics.map((topic) => rules[topic].right)
