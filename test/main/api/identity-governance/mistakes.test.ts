import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
let olga: Login
let item: string
beforeAll(async () => {
  stage = await startOpenIdm()
  olga = await stage.person('olga')
  item = await stage.item('2007')
})
afterAll(() => stage.close())

const problemsOf = async (method: string, path: string, body: unknown) => {
  const { status, body: answer } = await stage.call('token', method, path, body)
  const { detail } = answer
  return [
    status,
    (detail?.errors ?? []).map(
      (fieldError: { field: string; message: string }) => `${fieldError.field} ${fieldError.message}`,
    ),
  ]
}
const ask = async () => {
  const requestInput = { userIds: ['olga'], items: [{ itemId: item }] }
  return (await stage.call(olga, 'POST', 'access-request/request', requestInput)).body
}
const time = 'must be a day, as 2026-12-31, or a time with its zone, as 2026-12-31T17:00:00Z'

describe('all problems of a body are reported together, each with its field', () => {
  it('in a request', async () => {
    const items = [
      { itemId: item, fields: 5, endDate: '31.12.2026' },
      { itemId: '', requestType: 'grant', fields: ['Reason'], endDate: '2026-12-31T10:00' },
    ]
    expect(await problemsOf('POST', 'access-request/request', { userIds: 'olga', items, comment: 7 })).toEqual([
      400,
      [
        'userIds must be a non-empty array of ids',
        'comment must be text',
        'items.0.fields must be an object, or an array of {name, value}',
        `items.0.endDate ${time}`,
        'items.1.requestType must be add or remove',
        'items.1.itemId is required',
        'items.1.fields must be an object, or an array of {name, value}',
        `items.1.endDate ${time}`,
      ],
    ])
    expect(await problemsOf('POST', 'access-request/request', { userIds: [], items: [] })).toEqual([
      400,
      ['userIds must be a non-empty array of ids', 'items must be a non-empty array of objects'],
    ])
  })

  it('in what settles items by hand', async () => {
    const created = await ask()
    const items = [
      { outcome: 'maybe', timesApproved: -1 },
      { itemId: item, fields: 'none' },
    ]
    expect(await problemsOf('POST', `access-request/request/${created._id}?_action=update`, { items })).toEqual([
      400,
      [
        'items.0.itemId is required',
        'items.0.outcome must be provisioned, not provisioned, denied or cancelled',
        'items.0.timesApproved must be a whole number, from 0',
        'items.1.fields must be an object, or an array of {name, value}',
      ],
    ])
  })

  it('and of each field once', async () => {
    expect(await problemsOf('PUT', 'repo/governance/request/new', {})).toEqual([
      400,
      ['requesterId is required', 'requesteeId is required'],
    ])
  })
})

it.each([['access-request/approval/admin?sortBy=when', 'when', 'dueDate']])(
  'a property that %s can’t ask for is told with those that it can',
  async (path, property, allowed) => {
    const { status, body } = await stage.call('token', 'GET', path)
    expect([status, body.message]).toEqual([
      400,
      expect.stringContaining(`${property} can’t be asked for. Known are: `),
    ])
    expect(body.message).toContain(allowed)
  },
)

it('reports the first problem of each property of a managed user', async () => {
  expect(await problemsOf('POST', 'managed/user', { userName: 5, sn: [] })).toEqual([
    400,
    ['userName must be text', 'sn must be text'],
  ])
})

it('an item that is not there is named once, with its place', async () => {
  const { status, body } = await stage.call(olga, 'POST', 'access-request/request', {
    userIds: ['olga'],
    items: [{ itemId: 'nothing' }],
  })
  expect([status, body.message]).toEqual([404, 'items.0.itemId: nothing can’t be requested.'])
})

it('a refusal of the transport has the reason of its status too', async () => {
  const { status, body } = await stage.call('token', 'POST', 'managed/role', { name: 'x'.repeat(16 * 1024 * 1024) })
  expect([status, body.code, body.reason]).toEqual([413, 413, 'Request Entity Too Large'])
})

describe('an action that is not known', () => {
  it.each([
    ['access-request/request/approval?_action=ok', 'complete, approved, approval, approve, rejected, reject'],
    ['commons/glossary?_action=make', 'create'],
  ])('is told with those that are: %s', async (path, allowed) => {
    const answer = await stage.call('token', 'POST', path, {})
    expect([answer.status, answer.body.message]).toEqual([
      501,
      `The action ${path.split('=')[1]} is not supported; supported are: ${allowed}.`,
    ])
  })

  it('is asked for where a fixed address needs one, and is not taken for a request of that name', async () => {
    const answer = await stage.call('token', 'POST', 'access-request/request/approval', {})
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining('_action=complete, approved')])
    expect((await stage.call('token', 'POST', 'access-request/request/download', { items: [] })).status).toBe(501)
    expect((await stage.call(olga, 'POST', 'access-request/request/policy?_action=x', {})).status).toBe(501)
  })
})

it('of several ids the one that failed says so with the reason of its status', async () => {
  const created = await ask()
  const { body } = await stage.call('token', 'POST', 'access-request/request?_action=cancel', {
    requestIds: ['nothing', created._id],
  })
  expect(body.result).toEqual([
    { _id: 'nothing', success: false, code: 404, reason: 'Not Found', message: 'There is no such request.' },
    { _id: created._id, success: true },
  ])
})
