import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Login, type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

/** Somebody who asks for so much in one call that nobody else would be answered. */
let stage: OpenIdm
let eve: Login
let boss: Login
let item: string
beforeAll(async () => {
  stage = await startOpenIdm()
  boss = await stage.person('boss')
  eve = await stage.person('eve', { manager: { _ref: 'managed/user/boss' } })
  await stage.made('POST', 'access-request/requestFields', { name: 'Reason', inputType: 'text' })
  item = await stage.item('vault', { approvers: ['managed/user/boss'], requestFields: ['Reason'] })
})
afterAll(() => stage.close())

const request = 'access-request/request'
const invented = (n: number) => Array.from({ length: n }, (_, i) => `invented-${i}`)
const wrong = async (caller: Login | 'token', path: string, body: unknown) => {
  const { status, body: answer } = await stage.call(caller, 'POST', path, body)
  const errors: readonly { field: string; message: string }[] = answer.detail?.errors ?? []
  return [status, errors.map(({ field, message }) => `${field} ${message}`)]
}
const refused = async (path: string) => {
  const { status, body } = await stage.call(eve, 'GET', path)
  return [status, body.message]
}
const requestInput = (fields: unknown, comment = '') => ({
  userIds: ['eve'],
  items: [{ itemId: item, fields }],
  comment,
})
const makeRequest = async () => {
  const { body } = await stage.call(eve, 'POST', request, requestInput({}))
  const [{ _id: requestId, approvalTasks }] = body.result
  return { requestId, approvalId: approvalTasks[0] }
}

describe('50,000 invented ids', () => {
  it.each([
    ['cancel', 'requestIds', {}],
    ['reassign', 'approvalIds', { newApproverId: 'managed/user/boss' }],
    ['consult', 'approvalIds', { consultId: 'managed/user/boss' }],
    ['cancelconsult', 'approvalIds', {}],
  ])('are refused by %s before one of them is looked for', async (action, field, more) => {
    const body = { ...more, [field]: invented(50_000) }
    expect(await wrong(eve, `${request}?_action=${action}`, body)).toEqual([
      400,
      [`${field} must be at most 1000 at once`],
    ])
  })

  it.each([
    ['governance/adminPolicy/policies?_action=delete', 'ids'],
    ['access-request/requestFields?_action=delete', 'fieldIds'],
  ])('are refused by %s too', async (path, field) =>
    expect(await wrong('token', path, { [field]: invented(50_000) })).toEqual([
      400,
      [`${field} must be at most 1000 at once`],
    ]),
  )

  it('are no items whose forms are shown', async () =>
    expect(await wrong(eve, 'access-request/item/fields', { itemIds: invented(201) })).toEqual([
      400,
      ['itemIds must be at most 200 at once'],
    ]))

  it('are no entitlements to be compared with those of peers', async () => {
    const body = { userId: 'eve', entitlements: invented(201) }
    expect(await wrong('token', 'access-request/approval?_action=getRecommendations', body)).toEqual([
      400,
      ['entitlements must be at most 200 at once'],
    ])
  })

  it('are no items of a comment', async () => {
    const body = { requestId: 'any', comment: 'Hello', itemIds: invented(1001) }
    expect(await wrong(eve, `${request}?_action=comment`, body)).toEqual([
      400,
      ['itemIds must be at most 1000 at once'],
    ])
  })

  it('while 1,000 missing ones are searched', async () =>
    expect((await stage.call(eve, 'POST', `${request}?_action=cancel`, { requestIds: invented(1000) })).status).toBe(
      404,
    ))
})

it('300,000 empty items are counted, not reported one by one', async () => {
  const items = Array.from({ length: 300_000 }, () => ({}))
  expect((await wrong(eve, request, { userIds: ['eve'], items }))[0]).toBe(400)
  expect(await wrong(boss, `${request}/approval?_action=complete`, { approvalId: 'any', approvalData: items })).toEqual(
    [400, ['approvalData must be at most 1000 at once']],
  )
})

describe('an address', () => {
  it('searches people by eight words at most', async () => {
    const search = (words: number) => `access-request/user?queryString=${Array(words).fill('e').join('+')}`
    expect((await refused(search(8)))[0]).toBe(200)
    expect(await refused(search(9))).toEqual([400, 'queryString must be at most 8 words.'])
  })

  it.each(['user', 'item', 'requestable'])('of access-request/%s holds no search of a thousand words', async (list) =>
    expect(await refused(`access-request/${list}?queryString=${'a+'.repeat(1000)}`)).toEqual([
      400,
      'queryString must be at most 250 characters.',
    ]),
  )

  it('sorts by five keys at most', async () => {
    const sort = (keys: number) => `access-request/user?_sortKeys=${Array(keys).fill('sn').join()}`
    expect((await refused(sort(5)))[0]).toBe(200)
    expect(await refused(sort(2000))).toEqual([400, '_sortKeys names at most 5 fields.'])
  })

  it('selects a hundred fields at most', async () =>
    expect(await refused(`access-request/user?_fields=${Array(101).fill('sn').join()}`)).toEqual([
      400,
      '_fields names at most 100 fields.',
    ]))
})

describe('a text of megabytes', () => {
  const long = 'x'.repeat(4001)
  const tooLong = (field: string, most = 4000) => [400, [`${field} must be at most ${most} characters`]]

  it('is no comment on a request', async () => {
    const { requestId } = await makeRequest()
    const sendComment = (comment: string) => wrong(eve, `${request}?_action=comment`, { requestId, comment })
    expect(await sendComment(long)).toEqual(tooLong('comment'))
    expect(await sendComment(long.slice(1))).toEqual([200, []])
    expect(await wrong(eve, request, requestInput({}, long))).toEqual(tooLong('comment'))
  })

  it.each(['approved', 'rejected'])('is no reason of what is %s', async (action) => {
    const { approvalId } = await makeRequest()
    const body = { approvalId, comment: long }
    expect(await wrong(boss, `${request}/approval?_action=${action}`, body)).toEqual(tooLong('comment'))
  })

  it('is no reason of one decision among several, and neither is a number', async () => {
    const { approvalId } = await makeRequest()
    const decide = (comment: unknown) =>
      wrong(boss, `${request}/approval?_action=complete`, {
        approvalId,
        approvalData: [{ itemId: item, outcome: 'approved', comment }],
      })
    expect(await decide(long)).toEqual(tooLong('approvalData.0.comment'))
    expect(await decide(5)).toEqual([400, ['approvalData.0.comment must be text']])
    expect(await decide('Fine.')).toEqual([200, []])
  })

  it.each([
    ['a text', 'x'.repeat(20_001), 20_000],
    ['a list', Array(1000).fill('x'.repeat(100)), 60_000],
    ['an object', { deep: { text: 'x'.repeat(60_000) } }, 60_000],
  ])('is no answer to a field as %s', async (_, answer, most) => {
    expect(await wrong(eve, request, requestInput({ Reason: answer }))).toEqual(tooLong('items.0.fields.Reason', most))
    expect(await wrong(eve, request, requestInput([{ name: 'Reason', value: answer }]))).toEqual(
      tooLong('items.0.fields.0.value', most),
    )
  })

  it('does not come as thousands of short answers either', async () => {
    const answers = Object.fromEntries(invented(101).map((name) => [name, 'x']))
    expect(await wrong(eve, request, requestInput(answers))).toEqual([
      400,
      ['items.0.fields must be at most 100 answers'],
    ])
  })
})

describe('half of a character', () => {
  it.each([
    ['a comment', '{"requestId":"any","comment":"\\ud800"}'],
    ['a name', '{"requestId":"any","comment":"x","\\uDC00":1}'],
  ])('in %s is refused in words', async (_, body) => {
    const answer = await stage.call(eve, 'POST', `${request}?_action=comment`, body)
    expect([answer.status, answer.body.message]).toEqual([
      400,
      'A \\u escape from d800 to dfff means something only as one of a pair, high before low.',
    ])
  })
})
