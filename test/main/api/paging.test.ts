import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
beforeAll(async () => {
  test = await startTestHost()
  for (let i = 0; i < 30; i++) await write()
})
afterAll(() => test.close())

/** One more token, and with it one more entry of the audit log. */
const write = () => test.call('POST', '/v1/tokens', { name: 'a token', scopes: ['audit:read'] })

interface Page {
  readonly items: { id?: string; seq?: number }[]
  readonly next?: string
}
const read = async (path: string): Promise<Page & { link: string | null }> => {
  const response = await test.call('GET', path)
  expect([path, response.status]).toEqual([path, 200])
  return { ...((await response.json()) as Page), link: response.headers.get('link') }
}
const namesOf = ({ items }: Page) => items.map(({ id, seq }) => id ?? String(seq))

describe('paging', () => {
  it.each(['/v1/tokens', '/v1/audit'])(
    '%s: pages add up to what was there at the start, whatever is written between',
    async (list) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ limit: fc.integer({ min: 1, max: 12 }), writes: fc.nat(2) }), { minLength: 1 }),
          async (plan) => {
            const before = new Set(namesOf(await read(`${list}?limit=1000`)))
            const namesSeen: string[] = []
            let cursor: string | undefined
            for (let i = 0; i === 0 || cursor !== undefined; i++) {
              const { limit, writes } = plan[i % plan.length] ?? { limit: 5, writes: 0 }
              const page = await read(`${list}?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`)
              namesSeen.push(...namesOf(page))
              cursor = page.next
              expect(page.link).toBe(
                cursor === undefined ? null : `<${list}?limit=${limit}&cursor=${cursor}>; rel="next"`,
              )
              if (i < 5) for (let j = 0; j < writes; j++) await write()
            }
            expect(new Set(namesSeen).size).toBe(namesSeen.length)
            expect(namesSeen.filter((id) => before.has(id))).toHaveLength(before.size)
          },
        ),
        { numRuns: 8 },
      )
    },
  )

  it('takes back only cursors that it gave for this very list', async () => {
    const { next = '' } = await read('/v1/tokens?limit=5')
    const refused = async (path: string) => (await test.call('GET', path)).status
    expect(await refused(`/v1/audit?cursor=${next}`)).toBe(400)
    expect(await refused('/v1/tokens?cursor=')).toBe(400)
    expect(await refused(`/v1/tokens?cursor=${Buffer.from('after 3').toString('base64url')}`)).toBe(400)
    for (let at = 0; at < next.length; at += 3) {
      const other = next[at] === 'A' ? 'B' : 'A'
      expect([at, await refused(`/v1/tokens?cursor=${next.slice(0, at)}${other}${next.slice(at + 1)}`)]).toEqual([
        at,
        400,
      ])
    }
    await test.reopen()
    expect(await refused(`/v1/tokens?cursor=${next}`)).toBe(200)
  })

  it('has between 1 and 1000 items', async () => {
    for (const limit of ['0', '1001', 'x', '1.5', '-1'])
      expect((await test.call('GET', `/v1/tokens?limit=${limit}`)).status).toBe(400)
  })
})

describe('If-None-Match', () => {
  it('spares the body of what the caller has already', async () => {
    const [token] = (await read('/v1/tokens?limit=1')).items
    const path = `/v1/tokens/${token?.id}`
    const etag = (await test.call('GET', path)).headers.get('etag') ?? ''
    for (const tag of [etag, `W/${etag}`, `"0", ${etag}`]) {
      const response = await test.call('GET', path, undefined, { 'if-none-match': tag })
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, ''])
    }
    expect((await test.call('GET', path, undefined, { 'if-none-match': '"0"' })).status).toBe(200)
    await test.call('POST', `${path}/revoke`, {})
    expect((await test.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200)
  })
})
