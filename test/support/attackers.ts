import { OpenedSession } from '../../src/contract/session.ts'
import { RevealedToken } from '../../src/contract/tokens.ts'
import { type Client, client } from './signed-in.ts'
import type { Login, OpenIdm } from './openidm.ts'

/** The same person in the window: signed in with a session. */
export async function inWindow({ test }: OpenIdm, { username, password }: Login): Promise<Client> {
  const { token } = await client(test).ask(OpenedSession, 'POST', '/v1/session', { username, password })
  return client(test, token)
}

/** Changes how requests are decided, as the operator. */
export async function changeRules({ test }: OpenIdm, change: object): Promise<void> {
  const path = '/v1/settings/governance'
  const etag = (await test.call('GET', path)).headers.get('etag') ?? ''
  const answer = await test.call('PATCH', path, change, { 'if-match': etag })
  if (!answer.ok) throw new Error(`PATCH ${path} → ${answer.status} ${await answer.text()}`)
}

/** A token with these scopes of a user who is this person. @returns its secret */
export async function tokenOf(stage: OpenIdm, login: Login, scopes: readonly string[]): Promise<string> {
  const wish = { name: `of ${login.id} ${scopes.join(' ')}`, scopes }
  const { secret } = await (await inWindow(stage, login)).ask(RevealedToken, 'POST', '/v1/tokens', wish)
  return secret
}
