import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AccessModelList } from '../../../src/contract/access-models.ts'
import { PersonnelEventDetail, PersonnelEvent } from '../../../src/contract/personnel-events.ts'
import { castellan } from './castellan.ts'

vi.setConfig({ testTimeout: 60_000 })
let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

const list = z.object({ items: z.array(PersonnelEvent) })
const onboard = ['event', 'onboard', '--first-name', 'Nora', '--last-name', 'Reyes', '--date', '2090-01-02']

test('a joiner is reported once, listed, shown and cancelled, beside a running Castellan and with a token', async () => {
  await cli.serve()
  const data = ['--data', cli.at('data')]
  const made = await cli.json(PersonnelEventDetail, ...onboard, '--email', 'nora@cu.example', '--department', 'Wires')
  expect(made.event).toMatchObject({ kind: 'onboard', personName: 'Nora Reyes', status: 'pending' })
  expect(made.details).toMatchObject({ email: 'nora@cu.example', department: 'Wires' })

  const again = await cli.run(...onboard, '--email', 'nora@cu.example', ...data)
  expect(again).toMatchObject({ code: 4, stdout: '' })
  expect(again.stderr).toContain('Onboarding of Nora Reyes (#1) is open already')

  expect((await cli.json(list, 'event', 'list', '--status', 'pending')).items.map(({ id }) => id)).toEqual([
    made.event.id,
  ])
  const shown = await cli.run('event', 'show', '1', ...data)
  expect(shown.stdout).toContain('Onboarding of Nora Reyes (#1), 2090-01-02: pending.')

  // With a token it is what the token may do.
  await cli.run('api', 'on', ...data)
  const token = await cli.run('token', 'create', '--name', 'hr', '--scopes', 'identities:read', ...data)
  writeFileSync(cli.at('token'), token.stdout)
  const refused = await cli.run('event', 'cancel', '1', '--reason', 'x', '--token-file', cli.at('token'), ...data)
  expect([refused.code, refused.stdout]).toEqual([3, ''])
  const missing = await cli.run('event', 'list', '--token-file', cli.at('nothing'), ...data)
  expect(missing.code).toBe(2)

  const cancelled = await cli.json(PersonnelEventDetail, 'event', 'cancel', '1', '--reason', 'She does not come.')
  expect(cancelled.event.status).toBe('canceled')
  expect(cancelled.activity.at(-1)?.text).toContain('She does not come.')
})

test('says what is wrong by fields, finds nobody twice, and takes a token to a program that runs only', async () => {
  cli.stayAlone()
  const data = ['--data', cli.at('data')]
  await cli.run('api', 'on', ...data)
  const past = await cli.run(
    'event',
    'onboard',
    '--first-name',
    'N',
    '--last-name',
    'R',
    '--date',
    '2020-01-02',
    ...data,
  )
  expect(past.code).toBe(2)
  expect(past.stderr).toContain('effectiveOn must be today')
  const nobody = await cli.run('event', 'offboard', '--person', 'Nora Reyes', '--date', '2090-01-02', ...data)
  expect([nobody.code, nobody.stderr.trim()]).toEqual([4, 'castellan: There is nobody called "Nora Reyes".'])
  expect((await cli.run('event', 'offboard', '--person', 'x', ...data)).code).toBe(2)
  expect((await cli.json(AccessModelList, 'model', 'list')).items).toEqual([])
  expect((await cli.run('request', 'list', ...data)).stdout.trim()).toBe('There are no requests.')
  writeFileSync(cli.at('token'), 'cst_x')
  expect((await cli.run('request', 'approve', 'x', '--token-file', cli.at('token'), ...data)).code).toBe(8)
})
