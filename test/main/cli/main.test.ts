import { expect, test } from 'vitest'
import { commands, findCommand } from '../../../src/main/cli/commands.ts'
import { exitCodeOf } from '../../../src/main/cli/exit-codes.ts'
import { main } from '../../../src/main/cli/main.ts'

async function run(...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const nobody = async () => ''
  const io = { isTerminal: false, stdin: nobody, question: nobody, signal: new AbortController().signal }
  const parts = { worker: new URL('file:///nowhere'), page: '/nowhere', preload: '/nowhere' }
  const code = await main(argv, parts, { ...io, out: (text) => out.push(text), err: (text) => err.push(text) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('help goes to stdout, with examples and every exit code', async () => {
  const { code, out, err } = await run('--help')
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('castellan serve --data')
  for (const exit of [0, 1, 2, 3, 4, 5, 6, 7, 8]) expect(out).toMatch(new RegExp(`^  ${exit}  \\w`, 'm'))
})

test.each(Object.keys(commands))('%s explains itself with an example', async (name) => {
  const { code, out } = await run(...name.split(' '), '--help')
  expect(code).toBe(0)
  expect(out).toContain(`Usage: castellan ${name}`)
  expect(out).toMatch(/Examples:\n {2}castellan /)
})

test.each([
  [['surve'], /no command "surve"/],
  [['serve', '--prot', '1'], /--prot/],
  [['serve', 'extra'], /extra/],
  [['serve', '--port', 'http'], /"http" is no port/],
  [['serve', '--port', '-1'], /port/],
])('%j is a mistake in usage', async (argv, message) => {
  const { code, out, err } = await run(...argv)
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(message)
})

test('with --json an error is JSON too', async () => {
  const { err } = await run('serve', '--port', 'x', '--json')
  expect(JSON.parse(err)).toMatchObject({ error: { exitCode: 2 } })
})

test('a name of two words is found before one of one', () => {
  const entry = { summary: '', load: () => Promise.reject(new Error('unused')) }
  const table = { token: entry, 'token create': { ...entry } }
  expect(findCommand(['token', 'create', '--x'], table)?.name).toBe('token create')
  expect(findCommand(['token', '--x'], table)?.name).toBe('token')
  expect(findCommand(['constructor'], table)).toBeUndefined()
})

test.each([
  [200, 0],
  [401, 3],
  [403, 3],
  [404, 4],
  [409, 4],
  [400, 2],
  [503, 1],
])('status %d ends with %d', (status, code) => expect(exitCodeOf(status)).toBe(code))
