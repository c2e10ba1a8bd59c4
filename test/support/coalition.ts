import { randomUUID } from 'node:crypto'
import type { Role } from '../../src/contract/user-roles.ts'
import { type Scope, scopeNames } from '../../src/contract/scopes.ts'
import { type Client, client } from './signed-in.ts'
import { internal, type OpenIdm, startOpenIdm } from './openidm.ts'
import { RevealedToken } from '../../src/contract/tokens.ts'
import { User } from '../../src/contract/users.ts'
import { goodPassword } from './people.ts'

/** Of many puppets the first stand for all. */
const mostTrying = 8

/** Roles of people who run the program or look on. None of them says who decides on requests, and none applies imports. */
export const narrowRoles: readonly Role[] = ['administrator', 'application-manager', 'approver', 'auditor']
export const narrowInternal = ['glossary-admin', 'openidm-admin', 'governance-administrator'] as const
/** What a token of a script may have without the rights to say who decides, to stage or to apply imports. */
export const narrowScopes: readonly Scope[] = [
  'applications:write',
  'catalogue:write',
  'identities:write',
  'policies:manage',
  'repository:manage',
  'settings:write',
  'tokens:manage',
  'users:manage',
]
const allRoles: readonly Role[] = [...narrowRoles, 'security-officer', 'owner']
const allInternal = [...narrowInternal, 'access-request-admin'] as const

/** One attempt, which every member makes: an operation, and numbers that choose about what. */
export interface Attempt {
  readonly operation: number
  readonly about: number
  readonly with: number
}

/** What the members may do at first. */
export interface Rights {
  /** Of Bea, Fay and Cid. */
  readonly roles: readonly (readonly Role[])[]
  /** Of Cid. */
  readonly internalRoles: readonly string[]
  /** Of scripts that they hold the tokens of. */
  readonly tokens: readonly (readonly Scope[])[]
}

/** Somebody or something that the coalition can act as. */
interface Credential {
  readonly name: string
  readonly client: Client
}

/**
 * People who want more than they may, each with part of the rights: Bea asks for access that Mona, her manager, decides on;
 * Fay is a friend who decides on nothing. They try everything that an API offers, with every credential that they get hold of.
 */
export class Coalition {
  readonly stage: OpenIdm
  readonly #credentials: Credential[] = []
  readonly #users: { readonly id: string; readonly username: string }[] = []
  readonly #people: { readonly id: string; readonly guid: string }[] = []
  #entry = ''
  #folders = 0
  #puppets = 0
  #application = ''
  readonly #log: string[] = []

  private constructor(stage: OpenIdm) {
    this.stage = stage
  }

  static async start(rights: Rights): Promise<Coalition> {
    const coalition = new Coalition(await startOpenIdm())
    await coalition.#set(rights)
    return coalition
  }

  async #set({ roles, internalRoles, tokens }: Rights): Promise<void> {
    const { stage } = this
    for (const id of ['mona', 'bea', 'fay', 'cid'])
      await stage.made('PUT', `managed/user/${id}`, {
        userName: `user.${id}`,
        givenName: id,
        sn: 'Doe',
        ...(id === 'bea' ? { manager: { _ref: 'managed/user/mona' } } : {}),
        ...(id === 'cid' ? internal(...internalRoles) : {}),
      })
    this.#entry = await stage.item('wires', { approvers: ['manager'] })
    const page = (await (await stage.test.call('GET', '/v1/people?limit=50')).json()) as {
      items: { id: string; firstName: string }[]
    }
    for (const { id, firstName } of page.items) this.#people.push({ id: firstName, guid: id })
    await this.#user('ona', ['owner'], null)
    await this.#user('mona', ['approver'], 'mona')
    for (const [at, name] of ['bea', 'fay', 'cid'].entries()) {
      await this.#user(name, roles[at] ?? [], name)
      await this.#signIn(name, goodPassword(name))
    }
    if (this.#credentials.length !== 3) throw new Error('not all members of the coalition could sign in')
    for (const scopes of tokens) {
      const input = { name: scopes.join(' ').slice(0, 100), scopes, expires: { days: 7 } }
      const { secret } = await stage.test.ask(RevealedToken, 'POST', '/v1/tokens', input)
      this.#credentials.push({ name: `token with ${input.name}`, client: client(stage.test, secret) })
    }
    const rules = {
      fileGroups: [
        { id: randomUUID(), name: 'f', pattern: 'core*.csv', columns: { userName: 'User', permission: 'Right' } },
      ],
    }
    const core = (await (await stage.test.call('POST', '/v1/applications', { name: 'Core', rules })).json()) as {
      id: string
    }
    this.#application = core.id
  }

  async #user(username: string, roles: readonly Role[], person: string | null): Promise<void> {
    const identityId = person === null ? null : this.#guid(person)
    const input = { username, password: goodPassword(username), roles, identityId }
    const { id } = await this.stage.test.ask(User, 'POST', '/v1/users', input)
    this.#users.push({ id, username })
  }

  #guid(id: string): string {
    return this.#people.find((person) => person.id === id)?.guid ?? ''
  }

  async #signIn(username: string, password: string): Promise<void> {
    const response = await client(this.stage.test).send('POST', '/v1/session', { username, password })
    if (response.status !== 201) return
    const { token } = (await response.json()) as { token: string }
    this.#credentials.push({ name: username, client: client(this.stage.test, token) })
  }

  /** What the coalition can do with all that it holds. */
  async rights(): Promise<Set<string>> {
    const rights = new Set<string>()
    for (const { client: by } of this.#credentials) {
      const response = await by.send('GET', '/v1/session')
      if (!response.ok) continue
      for (const scope of ((await response.json()) as { scopes: string[] }).scopes) rights.add(scope)
    }
    return rights
  }

  /** Whether the access that Bea wants is hers. */
  async hasItsWish(): Promise<boolean> {
    const { roles } = await this.stage.made('GET', 'managed/user/bea?_fields=roles')
    return (roles as { _ref: string }[]).some(({ _ref }) => _ref === 'managed/role/wires')
  }

  /** Whether Core applies imports without a person, and how many folders are watched. */
  async automation(): Promise<{ apply: string; folders: number; limits: unknown }> {
    const core = (await (await this.stage.test.call('GET', `/v1/applications/${this.#application}`)).json()) as {
      rules: { apply: string; guard: unknown }
    }
    const folders = (await (await this.stage.test.call('GET', '/v1/folders')).json()) as { items: unknown[] }
    return { apply: core.rules.apply, folders: folders.items.length, limits: core.rules.guard }
  }

  /** What was tried and not refused, for the report of a failure. */
  get story(): string {
    return this.#log.join('\n')
  }

  async attempt(attempt: Attempt): Promise<void> {
    for (const by of this.#credentials.slice(0, mostTrying)) await this.#attemptBy(by, attempt)
  }

  async #attemptBy(by: Credential, attempt: Attempt): Promise<void> {
    const operation = operations[attempt.operation % operations.length]
    if (!operation) return
    const pick = <T>(list: readonly T[], at = attempt.about): T => list[at % list.length] as T
    const context: AttemptContext = {
      person: pick(this.#people),
      other: pick(this.#people, attempt.with),
      user: pick(this.#users),
      roles: [pick(allRoles, attempt.with), pick(allRoles, attempt.with * 7 + attempt.about)],
      internalRole: pick(allInternal, attempt.with),
      scopes: [pick(scopeNames, attempt.with), pick(scopeNames, attempt.about)],
      entry: this.#entry,
      application: this.#application,
      folder: `${this.stage.test.dataDir}-elsewhere-${++this.#folders}`,
      name: `puppet${++this.#puppets}`,
      send: async (method, path, body) => {
        const etag =
          method === 'PATCH' || method === 'PUT' ? await this.#etag(path.replace(/\/(?:password|match)$/, '')) : null
        const response = await by.client.send(method, path, body, etag === null ? {} : { 'if-match': etag })
        const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null)
        if (response.ok) this.#log.push(`${by.name}: ${method} ${path} ${JSON.stringify(body)}`)
        return { ok: response.ok, body: answer as Record<string, unknown> }
      },
      signIn: (username, password) => this.#signIn(username, password),
      hold: (name, secret) => this.#credentials.push({ name, client: client(this.stage.test, secret) }),
      madeUser: (id, username) => this.#users.push({ id, username }),
    }
    await operation(context)
  }

  async #etag(path: string): Promise<string | null> {
    return (await this.stage.test.call('GET', path)).headers.get('etag')
  }

  /** Bea asks, and everybody approves whatever they can. */
  async askAndApprove(): Promise<void> {
    for (const { client: by } of this.#credentials)
      await by.send('POST', '/v1/requests', {
        people: ['managed/user/bea'],
        items: [{ itemId: this.#entry, action: 'add' }],
        comment: 'please',
      })
    for (const { client: by } of this.#credentials) {
      const response = await by.send('GET', '/v1/approvals?whose=all')
      const page = response.ok
        ? ((await response.json()) as { items: { id: string; revision: number }[] })
        : { items: [] }
      const mine = await by.send('GET', '/v1/approvals')
      const own = mine.ok ? ((await mine.json()) as typeof page) : { items: [] }
      for (const { id, revision } of [...page.items, ...own.items])
        await by.send(
          'POST',
          `/v1/approvals/${id}/decide`,
          { all: 'yes', comment: 'fine' },
          { 'if-match': `"${revision}"` },
        )
    }
  }

  close(): Promise<void> {
    return this.stage.close()
  }
}

interface AttemptContext {
  readonly person: { readonly id: string; readonly guid: string }
  readonly other: { readonly id: string; readonly guid: string }
  readonly user: { readonly id: string; readonly username: string }
  readonly roles: readonly Role[]
  readonly internalRole: string
  readonly scopes: readonly string[]
  readonly entry: string
  readonly application: string
  readonly folder: string
  readonly name: string
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ ok: boolean; body: Record<string, unknown> }>
  readonly signIn: (username: string, password: string) => Promise<void>
  readonly hold: (name: string, secret: string) => void
  readonly madeUser: (id: string, username: string) => void
}

const chosen = 'eleven herons took the night train'
const ref = (id: string) => ({ _ref: `managed/user/${id}` })

/** Every operation that could give somebody a right, or a way to one. */
const operations: readonly ((attempt: AttemptContext) => Promise<unknown>)[] = [
  async ({ send, name, roles, signIn, madeUser, person }) => {
    const { ok, body } = await send('POST', '/v1/users', {
      username: name,
      password: chosen,
      roles,
      identityId: roles.length > 1 ? person.guid : null,
    })
    if (ok) madeUser(String(body['id']), name)
    if (ok) await signIn(name, chosen)
  },
  async ({ send, name, roles, signIn, madeUser }) => {
    const { ok, body } = await send('POST', '/v1/users', { username: name, password: chosen, roles })
    if (ok) madeUser(String(body['id']), name)
    if (ok) await signIn(name, chosen)
  },
  async ({ send, name, person, madeUser }) => {
    const { ok, body } = await send('POST', '/v1/users', { username: name, roles: [], identityId: person.guid })
    if (ok) madeUser(String(body['id']), name)
  },
  async ({ send, user, roles }) => send('PATCH', `/v1/users/${user.id}`, { roles }),
  async ({ send, user, person }) => send('PATCH', `/v1/users/${user.id}`, { identityId: person.guid }),
  async ({ send, user }) => send('PATCH', `/v1/users/${user.id}`, { identityId: null }),
  async ({ send, user }) => send('PATCH', `/v1/users/${user.id}`, { disabled: false }),
  async ({ send, user, signIn }) => {
    if ((await send('PUT', `/v1/users/${user.id}/password`, { password: chosen })).ok)
      await signIn(user.username, chosen)
  },
  async ({ send, user }) => send('POST', `/v1/users/${user.id}/link`, {}),
  async ({ send, scopes, name, hold }) => {
    const { ok, body } = await send('POST', '/v1/tokens', { name, scopes, expires: { days: 7 } })
    if (ok) hold(name, String(body['secret']))
  },
  async ({ send, person, other }) =>
    send('PATCH', `/v1/people/${person.guid}`, { set: { manager: `managed/user/${other.id}` }, reason: 'new team' }),
  async ({ send, person, other }) =>
    send('PATCH', `/openidm/managed/user/${person.id}`, [
      { operation: 'replace', field: '/manager', value: ref(other.id) },
    ]),
  async ({ send, person, signIn }) => {
    const password = [{ operation: 'add', field: '/password', value: chosen }]
    if ((await send('PATCH', `/openidm/managed/user/${person.id}`, password)).ok)
      await signIn(`user.${person.id}`, chosen)
  },
  async ({ send, person, internalRole }) =>
    send('PATCH', `/openidm/managed/user/${person.id}`, [
      { operation: 'add', field: '/authzRoles/-', value: { _ref: `internal/role/${internalRole}` } },
    ]),
  async ({ send, name, signIn, internalRole }) => {
    const puppet = { userName: name, givenName: 'P', sn: name, password: chosen, ...internal(internalRole) }
    if ((await send('POST', '/openidm/managed/user?_action=create', { _id: name, ...puppet })).ok)
      await signIn(name, chosen)
  },
  async ({ send, name, signIn }) => {
    const puppet = { userName: name, givenName: 'P', sn: name, password: chosen }
    if ((await send('POST', '/openidm/managed/user?_action=create', { _id: name, ...puppet })).ok)
      await signIn(name, chosen)
  },
  async ({ send }) =>
    send('PATCH', '/v1/settings/governance', { enableAutoApproval: true, enableAutoApprovalForGroup: true }),
  async ({ send, person }) =>
    send('PATCH', '/v1/settings/governance', { defaultApprovers: [`managed/user/${person.id}`] }),
  async ({ send, entry, person }) =>
    send('PATCH', `/v1/catalogue/${entry}`, { approvers: [`managed/user/${person.id}`] }),
  async ({ send, entry }) => send('PATCH', `/v1/catalogue/${entry}`, { approvers: [] }),
  async ({ send, entry, other }) =>
    send('POST', `/openidm/commons/glossary/${entry}?_action=update`, {
      class: 'object',
      objectId: 'managed/role/wires',
      displayName: 'Role wires',
      order: [],
      requestable: true,
      approvers: [`managed/user/${other.id}`],
    }),
  async ({ send, person, other }) =>
    send('POST', '/v1/delegations', {
      personId: person.guid,
      delegateId: other.guid,
      from: '2020-01-01T00:00:00.000Z',
      until: null,
    }),
  async ({ send, application, person }) => send('PATCH', `/v1/applications/${application}`, { owners: [person.guid] }),
  async ({ send, application }) =>
    send('PATCH', `/v1/applications/${application}`, {
      rules: {
        fileGroups: [
          { id: randomUUID(), name: 'g', pattern: '*.csv', columns: { userName: 'User', permission: 'Right' } },
        ],
        apply: 'when-guard-quiet',
        guard: { removalsCount: 1e9, removalsShare: 1, additionsShare: 1e9, leastShareOfLastFile: 0 },
      },
    }),
  async ({ send, folder }) => send('POST', '/v1/folders', { path: folder }),
]

export const operationCount = operations.length
