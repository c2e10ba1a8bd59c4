import { expect, it } from 'vitest'
import { envelope, pageOf } from '../../../../../src/main/api/identity-governance/crest/envelope.ts'
import { readQuery } from '../../../../../src/main/api/identity-governance/crest/query.ts'

it('a list without paging ends after 5,000 with a cookie, by which it goes on', () => {
  const all = Array.from({ length: 12_345 }, (_, n) => ({ _id: String(n) }))
  const ask = (cookie: unknown) => {
    const query = readQuery(new URLSearchParams(typeof cookie === 'string' ? { _pagedResultsCookie: cookie } : {}))
    return envelope(pageOf(all, query), query)
  }
  const pages = [ask(null)]
  while (typeof pages.at(-1)?.['pagedResultsCookie'] === 'string') pages.push(ask(pages.at(-1)?.['pagedResultsCookie']))
  expect(pages.map(({ resultCount }) => resultCount)).toEqual([5000, 5000, 2345])
  expect(pages.flatMap(({ result }) => result)).toEqual(all)
})
