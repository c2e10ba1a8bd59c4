import { Scope, scopeNames } from '../../contract/scopes.ts'
import { ApiSwitch } from '../../contract/api-switch.ts'
import { RevealedToken, Token, TokenPage, tokenStates } from '../../contract/tokens.ts'
import { callApi, callAllPages, withReach } from './ask.ts'
import { duration, listOf, onlyArgument, required, requireExactlyOne, usage } from './choices.ts'
import { type Command, type Context, dataOption, text } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'
import { table, when } from './table.ts'

export const tokenCreate: Command = {
  usage: '--name NAME [--scopes A,B|*] [--expires 90d | --expires never --because REASON] [--data DIR]',
  description:
    'Makes a token for a script and prints it, once: it is nowhere else. Works beside a running Castellan and without\n' +
    'one. Scripts send it as "Authorization: Bearer …"; they are let in while the API is on (castellan api on).',
  options: {
    data: dataOption,
    name: { type: 'string', value: 'NAME', help: 'What the token is for, as lists and the log will name it.' },
    scopes: { type: 'string', value: 'A,B', help: `What it may do. Default: * (everything). ${scopeNames.join(', ')}` },
    expires: { type: 'string', value: '90d', help: 'How long it works, up to 365d; or never. Default: 90d.' },
    because: { type: 'string', value: 'REASON', help: 'Why it never expires; shown wherever it is listed.' },
  },
  examples: [
    'castellan token create --name "nightly export" --scopes imports:read,audit:read --expires 30d',
    'TOKEN=$(castellan token create --data ./data --name script)',
  ],
  begins: true,
  async run(context) {
    const name = required(text(context, 'name'), 'name')
    const scopes = listOf(text(context, 'scopes') ?? '*', Scope.options, 'scope')
    const expires = lifeOf(text(context, 'expires') ?? '90d', text(context, 'because'))
    return withReach(context, async (reached) => {
      const body = { name, scopes, expires }
      const revealed = await callApi(reached, RevealedToken, '/v1/tokens', { method: 'POST', body })
      await reveal(context, reached, revealed)
      return exitCodes.finished
    })
  },
}

export const tokenList: Command = {
  usage: '[--state STATE] [--data DIR]',
  description: 'Lists tokens, newest first, with what they may do and when they were last used. Never their secrets.',
  options: {
    data: dataOption,
    state: { type: 'string', value: 'STATE', help: `Only these: ${tokenStates.join(', ')}.` },
  },
  examples: ['castellan token list', 'castellan token list --state expiring --json'],
  async run(context) {
    const state = text(context, 'state')
    const filter = state === undefined ? '' : `?state=${listOf(state, tokenStates, 'state')[0]}`
    return withReach(context, async (reached) => {
      const items = await callAllPages(reached, TokenPage, `/v1/tokens${filter}`)
      const rows = items.map((token) => [
        token.id,
        token.name,
        token.state,
        token.expiresAt === null ? `never: ${token.neverExpiresBecause}` : when(token.expiresAt),
        when(token.lastUsedAt),
        token.scopes.join(','),
      ])
      const head = ['ID', 'NAME', 'STATE', 'EXPIRES', 'LAST USED', 'SCOPES']
      context.result({ items }, table(head, rows, 'There are no tokens.'))
      return exitCodes.finished
    })
  },
}

export const tokenRevoke: Command = {
  usage: 'TOKEN [--reason REASON] [--data DIR]',
  description: 'Ends a token, from the next request on. TOKEN is its id or its name.',
  arguments: ['TOKEN'],
  options: {
    data: dataOption,
    reason: { type: 'string', value: 'REASON', help: 'Why, for the log. Default: no longer needed.' },
  },
  examples: ['castellan token revoke "nightly export" --reason "the server was replaced"'],
  async run(context) {
    const idOrName = onlyArgument(context.positionals, 'token')
    const reason = text(context, 'reason')
    return withReach(context, async (reached) => {
      const { id } = await find(reached, idOrName)
      const body = reason === undefined ? {} : { reason }
      const token = await callApi(reached, Token, `/v1/tokens/${id}/revoke`, { method: 'POST', body })
      context.result(token, `Revoked ${token.name} (${token.id}).`)
      return exitCodes.finished
    })
  },
}

export const tokenRotate: Command = {
  usage: 'TOKEN [--overlap 24h] [--data DIR]',
  description:
    'Puts a successor in a token’s place and prints it, once. The old one works on for the overlap, at most a day.',
  arguments: ['TOKEN'],
  options: {
    data: dataOption,
    overlap: { type: 'string', value: '24h', help: 'How long the old one works on. Default: 24h.' },
  },
  examples: [
    'castellan token rotate "nightly export" --overlap 1h',
    'TOKEN=$(castellan token rotate "nightly export")',
  ],
  async run(context) {
    const idOrName = onlyArgument(context.positionals, 'token')
    const overlapHours = duration(text(context, 'overlap') ?? '24h', 'overlap') / 3600
    return withReach(context, async (reached) => {
      const { id } = await find(reached, idOrName)
      const path = `/v1/tokens/${id}/rotate`
      const revealed = await callApi(reached, RevealedToken, path, { method: 'POST', body: { overlapHours } })
      await reveal(context, reached, revealed)
      return exitCodes.finished
    })
  },
}

function lifeOf(expires: string, because: string | undefined) {
  if (expires === 'never') {
    if (because === undefined) throw usage('A token without end needs a reason: --because REASON.')
    return { neverBecause: because }
  }
  if (because !== undefined) throw usage('--because goes with --expires never.')
  if (!/^\d{1,7}[smhdw]$/.test(expires)) throw usage('--expires takes a number with d or w: 90d.')
  const days = duration(expires, 'expires') / 86_400
  if (!Number.isInteger(days)) throw usage('--expires counts whole days or weeks: 90d, 12w.')
  return { days }
}

/** The secret alone on stdout, for $(…); what there is to say beside it, on stderr. */
async function reveal(context: Context, reached: Reach, revealed: RevealedToken): Promise<void> {
  const { name, scopes, expiresAt } = revealed.token
  context.result(revealed, revealed.secret)
  context.say(`${name}: ${scopes.join(', ')}; ${expiresAt === null ? 'never expires' : `until ${when(expiresAt)}`}.`)
  const { enabled } = await callApi(reached, ApiSwitch, '/v1/settings/api')
  if (!enabled) context.say('The API is off, so no token is let in yet: castellan api on')
}

/** Names may repeat; one that still works goes before those that don't. */
async function find(reached: Reach, idOrName: string): Promise<Token> {
  const all = await callAllPages(reached, TokenPage, '/v1/tokens')
  const working = all.filter(({ id, state }) => id === idOrName || state === 'active' || state === 'expiring')
  const isWorking = working.some(({ id, name }) => id === idOrName || name.toLowerCase() === idOrName.toLowerCase())
  return requireExactlyOne(isWorking ? working : all, idOrName, ({ name }) => name, 'token')
}
