import { roles as roleNames } from '../../contract/user-roles.ts'
import { User, UserPage } from '../../contract/users.ts'
import { callApi, callAllPages, callWithTag, withReach } from './ask.ts'
import { listOf, onlyArgument, required, requireExactlyOne, usage } from './choices.ts'
import { type Command, type Context, dataOption, flag, text } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'
import { table, when } from './table.ts'

export const userAdd: Command = {
  usage: '--username NAME --password-stdin [--roles ROLE,…] [--name "FULL NAME"] [--data DIR]',
  description:
    'Creates somebody who signs in. The first one must be an owner, and is when no role is given. The password comes\n' +
    'from standard input, up to the line’s end; without one, the user can’t sign in before one is set.',
  options: {
    data: dataOption,
    username: { type: 'string', value: 'NAME', help: 'What they sign in as.' },
    'password-stdin': { type: 'boolean', help: 'Read the password from standard input: at least 15 characters.' },
    roles: { type: 'string', value: 'ROLE,…', help: `${roleNames.join(', ')}. Spaces may be written as hyphens.` },
    name: { type: 'string', value: 'NAME', help: 'Their full name.' },
  },
  examples: [
    'castellan user add --username olga --password-stdin < password.txt',
    'castellan user add --username sam --roles security-officer --password-stdin < password.txt',
  ],
  begins: true,
  async run(context) {
    const username = required(text(context, 'username'), 'username')
    const rolesText = text(context, 'roles')
    const roles = rolesText === undefined ? undefined : listOf(rolesText, roleNames, 'role')
    const password = flag(context, 'password-stdin') ? await passwordOf(context) : undefined
    return withReach(context, async (reached) => {
      const body = {
        username,
        roles: roles ?? (await firstRoles(reached)),
        ...(password === undefined ? {} : { password }),
        ...(text(context, 'name') === undefined ? {} : { name: text(context, 'name') }),
      }
      const user = await callApi(reached, User, '/v1/users', { method: 'POST', body })
      context.result(user, `Created ${user.username} (${user.roles.join(', ')}).`)
      return exitCodes.finished
    })
  },
}

export const userList: Command = {
  usage: '[--data DIR]',
  description: 'Lists the people who sign in, with their roles and when they were last here.',
  options: { data: dataOption },
  examples: ['castellan user list', 'castellan user list --json'],
  async run(context) {
    return withReach(context, async (reached) => {
      const items = await callAllPages(reached, UserPage, '/v1/users')
      const rows = items.map((user) => [
        user.username,
        user.name,
        user.roles.join(', '),
        user.disabled ? 'disabled' : user.hasPassword ? 'active' : 'no password',
        when(user.lastSignedInAt),
      ])
      const head = ['USERNAME', 'NAME', 'ROLES', 'STATE', 'LAST SIGNED IN']
      context.result({ items }, table(head, rows, 'There are no users.'))
      return exitCodes.finished
    })
  },
}

export const userDisable: Command = {
  usage: 'USERNAME [--data DIR]',
  description: 'Ends all sessions and tokens of a user at once and prevents further sign-ins. Users are never deleted.',
  arguments: ['USERNAME'],
  options: { data: dataOption },
  examples: ['castellan user disable sam'],
  async run(context) {
    const idOrName = onlyArgument(context.positionals, 'user')
    return withReach(context, async (reached) => {
      const { id } = requireExactlyOne(
        await callAllPages(reached, UserPage, '/v1/users'),
        idOrName,
        ({ username }) => username,
        'user',
      )
      const { tag } = await callWithTag(reached, User, `/v1/users/${id}`)
      const change = { method: 'PATCH', body: { disabled: true }, headers: { 'if-match': tag } } as const
      const user = await callApi(reached, User, `/v1/users/${id}`, change)
      context.result(user, `${user.username} is disabled; sessions and tokens have ended.`)
      return exitCodes.finished
    })
  },
}

async function passwordOf(context: Context): Promise<string> {
  const [line = '', ...more] = (await context.stdin()).split(/\r?\n/)
  if (more.some((rest) => rest !== '')) throw usage('Standard input holds more than one line.')
  if (line === '') throw usage('Standard input holds no password.')
  return line
}

async function firstRoles(reached: Reach): Promise<readonly string[]> {
  if ((await callApi(reached, UserPage, '/v1/users?limit=1')).total === 0) return ['owner']
  throw usage(`Give --roles: ${roleNames.join(', ')}.`)
}
