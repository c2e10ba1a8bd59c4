import { afterAll, beforeAll, expect, it } from 'vitest'
import { Problem } from '../../../../src/contract/common.ts'
import { startTestHost, type TestHost } from '../../../support/test-host.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost({ importsDir: null })
})
afterAll(() => host.close())

const group = { id: '6c98914b-021a-4670-9661-e30e44fb0806', name: '', pattern: 'core.csv', profile: 'HR rooster' }
const moment = 'must be a time with its zone, as 2026-06-30T17:00:00Z'

it.each([
  ['POST', '/v1/applications', {}, ['#/name is missing', '#/rules is missing']],
  ['POST', '/v1/applications', undefined, ['# is missing']],
  ['POST', '/v1/applications', { name: 5, rules: [] }, ['#/name must be text', '#/rules must be an object']],
  [
    'POST',
    '/v1/applications',
    { name: 'Core', kind: 'file', rules: { fileGroups: [group] } },
    [
      '#/kind must be one of application, roster',
      '#/rules/fileGroups/0/name must not be empty',
      '#/rules/fileGroups/0/profile must be one of one-row-per-grant, standardized-permissions, hr-roster',
    ],
  ],
  ['GET', '/v1/imports?limit=100000', undefined, ['limit must be at most 1000']],
  ['GET', '/v1/imports?limit=ten', undefined, ['limit must be a number']],
  ['GET', '/v1/imports/12', undefined, ['id must be a GUID']],
  [
    'GET',
    '/v1/people?trueOn=2026-02-30',
    undefined,
    [`trueOn must be a date, as 2026-06-30, or a time with its zone, as 2026-06-30T17:00:00Z`],
  ],
  ['POST', '/v1/delegations', { delegateId: 'x', until: '30 June' }, [`#/until ${moment}`]],
  [
    'POST',
    `/v1/approvals/${group.id}/decide`,
    { decisions: [] },
    ['# all is missing, decisions is unknown; or items is missing, decisions is unknown'],
  ],
  [
    'POST',
    `/v1/policies/violations/${group.id}/decide`,
    { decision: 'maybe' },
    ['#/decision must be one of exception, cancel'],
  ],
] as const)('%s %s with %j says in words what is wrong', async (method, path, body, messages) => {
  const answer = await host.call(method, path, body)
  expect(answer.status).toBe(400)
  const { errors = [] } = Problem.parse(await answer.json())
  expect(errors.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual(messages)
})

it.each(['2026-06-30T17:00:00Z', '2026-06-30T17:00:00.123456Z', '2026-06-30T19:00:00%2B02:00'])(
  'a moment may be written as %s',
  async (moment) => {
    expect((await host.call('GET', `/v1/people?trueOn=${moment}`)).status).toBe(200)
  },
)

it('distinguishes an ETag without quotes from an old one', async () => {
  const answer = await host.call('PUT', '/v1/settings/api', { enabled: true }, { 'if-match': '1' })
  expect(Problem.parse(await answer.json())).toMatchObject({
    status: 412,
    title: expect.stringContaining('in its quotes'),
  })
})
