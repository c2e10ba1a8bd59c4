/** Every address that the page uses: `pages` of the page itself, `apiPaths` of the native API. */
export { type ApiPath, apiPaths } from '../../api/paths.ts'

/** Builds the path of a page; values are encoded. */
const page = ([first = '', ...rest]: TemplateStringsArray, ...values: readonly string[]): string =>
  first + rest.map((part, index) => encodeURIComponent(values[index] ?? '') + part).join('')

/** A page with query values; those that are undefined are left out. */
function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const values = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return values.length === 0 ? path : `${path}?${new URLSearchParams(values)}`
}

export const pages = {
  home: page`/home`,

  imports: page`/imports`,
  import: (id: string) => page`/imports/${id}`,
  receivedFiles: page`/imports?show=files`,
  receivedFile: (id: string) => page`/imports/file/${id}`,

  approvals: page`/approvals`,
  approval: (id: string) => page`/approvals/${id}`,
  closedTasks: page`/approvals?show=closed`,
  allTasks: page`/approvals?show=all`,

  requests: page`/requests`,
  request: (id: string) => page`/requests/${id}`,
  newRequest: (query: { for?: string | undefined; do?: 'remove' } = {}) => withQuery(page`/requests/new`, query),
  outOfBandAccess: page`/requests/out-of-band`,

  events: page`/events`,
  event: (id: string) => page`/events/${id}`,
  newEvent: (query: { for?: string | undefined; kind?: string | undefined } = {}) =>
    withQuery(page`/events/new`, query),
  eventProposals: page`/events/proposals`,
  accessModels: page`/events/models`,
  accessModel: (id: string) => page`/events/models/${id}`,
  newAccessModel: page`/events/models/new`,

  catalogue: page`/catalogue`,
  catalogueItem: (id: string) => page`/catalogue/${id}`,
  newCatalogueItem: (kind: 'role' | 'bundle') => page`/catalogue?do=${kind}`,
  entitlements: page`/catalogue?show=entitlements`,
  requestFields: page`/catalogue?show=fields`,
  newRequestField: page`/catalogue?show=fields&do=field`,

  policies: page`/policies`,
  policy: (id: string) => page`/policies/${id}`,
  newPolicy: page`/policies?do=new`,
  violations: (query: { person?: string | undefined; status?: string | undefined } = {}) =>
    withQuery(page`/policies`, { show: 'violations', ...query }),
  scans: page`/policies?show=scans`,
  whatIf: page`/policies?show=whatIf`,

  applications: page`/applications`,
  application: (id: string) => page`/applications/${id}`,

  people: page`/people`,
  person: (id: string) => page`/people/${id}`,
  leavers: page`/people?leavers=1`,
  accounts: page`/people/accounts`,
  accountsOf: (match: 'none' | 'nobody' | 'person' | 'any') => withQuery(page`/people/accounts`, { match }),
  account: (id: string) => page`/people/accounts/${id}`,
  /** The account is in the list whether it is matched or not. */
  accountAmongAll: (id: string) => page`/people/accounts/${id}?match=any`,

  access: page`/access`,
  /** Access that a filter finds: `privileged`, `dormant`, `signInUnknown`. */
  accessWith: (filter: string) => withQuery(page`/access/grants`, { [filter]: '1' }),
  /** Who has access to something, or what somebody has. */
  grants: (query: {
    entitlement?: string | undefined
    application?: string | undefined
    person?: string | undefined
    account?: string | undefined
    department?: string | undefined
    asOf?: string | undefined
  }) => withQuery(page`/access/grants`, query),
  accessChanges: (query: {
    person?: string | undefined
    account?: string | undefined
    application?: string | undefined
    from?: string | undefined
  }) => withQuery(page`/access/changes`, query),

  activity: page`/activity`,
  tokens: page`/scripts`,
  token: (id: string) => page`/scripts/${id}`,
  webhooks: page`/scripts/webhooks`,
  webhook: (id: string) => page`/scripts/webhooks/${id}`,

  settings: page`/settings`,
  settingsTab: (tab: string) => page`/settings/${tab}`,
  requestRules: page`/settings/requests`,
  delegations: page`/settings/delegations`,
  newDelegation: page`/settings/delegations?do=new`,
  notifications: page`/settings/notifications`,
  mailServer: page`/settings/notifications?show=mail`,
} as const
