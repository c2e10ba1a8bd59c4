import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityGovernanceOperations } from '../../../../src/main/api/identity-governance/operations.ts'
import { type OpenIdm, startOpenIdm } from '../../../support/openidm.ts'

let stage: OpenIdm
beforeAll(async () => {
  stage = await startOpenIdm()
  for (const [id, title] of [
    ['a', 'Teller'],
    ['b', 'analyst'],
    ['c', undefined],
    ['d', 'Manager'],
    ['e', 'teller'],
  ] as const)
    await stage.made('PUT', `managed/user/${id}`, {
      userName: `user.${id}`,
      givenName: id.toUpperCase(),
      sn: 'Doe',
      ...(title === undefined ? {} : { title }),
    })
})
afterAll(() => stage.close())

const list = async (path: string, query: string) => {
  const { status, body } = await stage.call('token', 'GET', `${path}?${query}`)
  return { status, body, ids: status === 200 ? body.result.map((row: { _id: string }) => row._id) : [] }
}
const ids = async (query: string, path = 'managed/user') => (await list(path, query)).ids
const sorted = '_sortKeys=_id'

describe('without paging', () => {
  it('a list is whole, has no cookie and counts nothing', async () => {
    const { body } = await list('managed/user', '_queryFilter=true')
    expect(body).toMatchObject({
      _id: '',
      resultCount: 5,
      pagedResultsCookie: null,
      totalPagedResultsPolicy: 'NONE',
      totalPagedResults: -1,
      remainingPagedResults: -1,
    })
  })
})

describe('the framework’s paging', () => {
  it('goes on by the cookie, which is null on the last page, also when that is full', async () => {
    for (const path of ['managed/user', 'access-request/user']) {
      const pages: string[][] = []
      let cookie = ''
      do {
        const { body, ids: pageIds } = await list(path, `${sorted}&_pageSize=2${cookie}`)
        pages.push(pageIds)
        cookie = body.pagedResultsCookie === null ? '' : `&_pagedResultsCookie=${body.pagedResultsCookie}`
      } while (cookie !== '')
      expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']])
      expect((await list(path, `${sorted}&_pageSize=5`)).body.pagedResultsCookie).toBeNull()
    }
  })

  it('goes to an offset in either spelling; of both the right one wins', async () => {
    const page = `${sorted}&_pageSize=2`
    expect(await ids(`${page}&_pagedResultsOffset=3`)).toEqual(['d', 'e'])
    expect(await ids(`${page}&_pagedResultsOffser=3`)).toEqual(['d', 'e'])
    expect(await ids(`${page}&_pagedResultsOffser=3&_pagedResultsOffset=1`)).toEqual(['b', 'c'])
    expect(await ids(`${page}&_pagedResultsOffset=9`)).toEqual([])
  })

  it('counts when asked', async () => {
    const exact = { totalPagedResultsPolicy: 'EXACT', totalPagedResults: 5, resultCount: 2 }
    for (const policy of ['EXACT', 'exact', 'ESTIMATE'])
      expect((await list('managed/user', `_pageSize=2&_totalPagedResultsPolicy=${policy}`)).body).toMatchObject(exact)
    expect((await list('managed/user', '_pageSize=2&_totalPagedResultsPolicy=NONE')).body).toMatchObject({
      totalPagedResults: -1,
    })
  })

  it.each([
    '_pageSize=x',
    '_pageSize=-1',
    '_pageSize=2&_pagedResultsOffset=1&_pagedResultsCookie=bzI',
    '_pageSize=2&_pagedResultsCookie=nonsense',
    '_totalPagedResultsPolicy=SOME',
    '_pageSize=2&_pageSize=3',
    '_pagesize=2&_PAGESIZE=3',
    '_queryFilter=true&_queryId=query-all',
    '_queryId=query-some',
    '_queryFilter=',
    '_queryFilter=a eq',
    '_sortKeys=_id,,sn',
  ])('refuses %s and says why', async (query) => {
    const { status, body } = await list('managed/user', query)
    expect([status, body.code, body.reason]).toEqual([400, 400, 'Bad Request'])
    expect(body.message).toMatch(/_|query-all/)
  })

  it('finds nobody by a property that nobody has, and sorts by it as by nothing', async () => {
    expect(await list('managed/user', '_queryFilter=secret pr')).toMatchObject({ status: 200, body: { result: [] } })
    const ids = async (query: string) =>
      (await list('managed/user', query)).body.result.map(({ _id }: { _id: string }) => _id)
    expect(await ids('_queryFilter=true&_sortKeys=secret')).toEqual(await ids('_queryFilter=true'))
  })

  it('rejects query expressions from everybody', async () =>
    expect((await list('managed/user', '_queryExpression=select')).status).toBe(403))
})

describe('paging by number', () => {
  it('answers with real totals, ten to a page', async () => {
    const { body, ids: pageIds } = await list('managed/user', `pageSize=2&pageNumber=1&sortBy=_id`)
    expect(pageIds).toEqual(['c', 'd'])
    expect(body).toMatchObject({ totalPagedResultsPolicy: 'EXACT', totalPagedResults: 5 })
    expect((await list('managed/user', 'pageNumber=0')).body.resultCount).toBe(5)
    expect(await ids('pageSize=2&sortBy=-_id')).toEqual(['e', 'd'])
  })

  it('gives way to the underscore, and an empty number is the default', async () => {
    expect(await ids(`${sorted}&_pageSize=1&pageSize=3`)).toEqual(['a'])
    expect((await list('managed/user', 'pageSize=2&pageNumber=')).ids).toHaveLength(2)
  })
})

describe('sorting', () => {
  it('ignores case, takes +, - and a space, and puts what is missing last either way', async () => {
    expect(await ids('_sortKeys=title,_id')).toEqual(['b', 'd', 'a', 'e', 'c'])
    expect(await ids('_sortKeys=%2Btitle,_id')).toEqual(['b', 'd', 'a', 'e', 'c'])
    expect(await ids('_sortKeys=+title,-_id')).toEqual(['b', 'd', 'e', 'a', 'c'])
    expect(await ids('_sortKeys=-/title,_id')).toEqual(['a', 'e', 'd', 'b', 'c'])
    expect(await ids('_SORTKEYS=-_ID'.replace('_ID', '_id'))).toEqual(['e', 'd', 'c', 'b', 'a'])
  })

  it('does the same to lists that are in memory', async () => {
    for (const [id, weight] of [
      ['x', 2],
      ['y', undefined],
      ['z', 1],
    ] as const)
      await stage.made('PUT', `managed/role/${id}`, { name: id, ...(weight === undefined ? {} : { weight }) })
    expect(await ids('_sortKeys=weight', 'managed/role')).toEqual(['z', 'x', 'y'])
    expect(await ids('_sortKeys=-weight', 'managed/role')).toEqual(['x', 'z', 'y'])
    expect(await ids('_sortKeys=-_id&_pageSize=2', 'managed/role')).toEqual(['z', 'y'])
  })
})

describe('fields', () => {
  it('are pointers with or without a slash, and always bring id and revision', async () => {
    const { body } = await stage.call('token', 'GET', 'managed/user/a?_fields=/givenName,sn,nothing')
    expect(body).toEqual({ _id: 'a', _rev: body._rev, givenName: 'A', sn: 'Doe' })
    const [row] = (await list('managed/user', '_queryFilter=_id eq "a"&_fields=title')).body.result
    expect(row).toEqual({ _id: 'a', _rev: row._rev, title: 'Teller' })
  })

  it('blank are the usual ones; * are all of them, *_ref the relationships, and a nested one comes by its last name', async () => {
    await stage.made('PUT', 'managed/user/m', {
      userName: 'user.m',
      manager: { _ref: 'managed/user/a' },
      address: { city: 'Graz' },
    })
    const read = async (fields: string) => (await stage.call('token', 'GET', `managed/user/m?_fields=${fields}`)).body
    expect(await read('')).toMatchObject({ userName: 'user.m', address: { city: 'Graz' } })
    expect(await read('')).not.toHaveProperty('manager')
    expect(await read('address/city')).toMatchObject({ city: 'Graz' })
    const related = await read('*_ref')
    expect(related).toMatchObject({ manager: { _ref: 'managed/user/a' }, reports: [], roles: [], authzRoles: [] })
    expect(related).not.toHaveProperty('userName')
    expect(await read('*,*_ref')).toMatchObject({ userName: 'user.m', manager: { _refResourceId: 'a' } })
    expect(await read('manager')).toMatchObject({ manager: { _refResourceCollection: 'managed/user' } })
    await stage.call('token', 'DELETE', 'managed/user/m')
  })

  it('of ids alone come by their query', async () => {
    const { body } = await list('managed/user', '_queryId=query-all-ids')
    expect(Object.keys(body.result[0])).toEqual(['_id', '_rev'])
  })
})

describe('a filter', () => {
  it('narrows the search of people, in whatever case queryString is spelled', async () => {
    const filter = (text: string) => `_queryFilter=${encodeURIComponent(text)}`
    expect(await ids(filter('userName eq "USER.C"'), 'access-request/user')).toEqual(['c'])
    expect(await ids(`${filter('title eq "Teller"')}&${sorted}`, 'access-request/user')).toEqual(['a', 'e'])
    expect(await ids('querystring=user.d', 'access-request/user')).toEqual(['d'])
    expect((await list('access-request/user', filter('nonsense((('))).status).toBe(400)
  })

  it('is answered by every list that takes it, and refused by every other', async () => {
    const nobody = encodeURIComponent('_id eq "nobody-at-all"')
    const lists = identityGovernanceOperations.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    expect(lists.length).toBeGreaterThan(10)
    const get = (path: string, filter: string) => stage.call('token', 'GET', `${path}?_queryFilter=${filter}`)
    for (const { path, readsFilter } of lists) {
      const { status, body } = await get(path, nobody)
      if (readsFilter) expect([path, status, body.result]).toEqual([path, 200, []])
      else expect([path, status, body.message]).toEqual([path, 400, expect.stringContaining('not supported here')])
      // `_queryFilter=true` asks for the whole list, so no list refuses it as a filter.
      const whole = (await get(path, 'true')).body?.message ?? ''
      expect([path, whole]).toEqual([path, expect.not.stringContaining('_queryFilter')])
    }
  })
})
