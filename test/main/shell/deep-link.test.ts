import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deepLinkIn, parseDeepLink } from '../../../src/main/shell/deep-link.ts'

const id = '5f2c1d3e-0a1b-4c2d-8e3f-123456789abc'

test('a link names one thing to show', () => {
  expect(parseDeepLink(`castellan://open/import/${id}`)).toBe(`/imports/${id}`)
  expect(parseDeepLink(`castellan://open/person/${id.toUpperCase()}`)).toBe(`/people/${id}`)
})

test.each([
  `castellan://open/import/${id}/apply`,
  `castellan://open/import/${id}?apply=1`,
  `castellan://open/import/${id}#code=x`,
  `castellan://apply/import/${id}`,
  `castellan://open/settings/${id}`,
  `castellan://open/constructor/${id}`,
  `castellan://open/__proto__/${id}`,
  `castellan://user@open/import/${id}`,
  'castellan://open/import/../../settings',
  'castellan://open/import/',
  'castellan:open/import/x',
  `https://open/import/${id}`,
  ` castellan://open/import/${id}`,
  `castellan://open/import/${id}\n`,
])('%j shows nothing', (link) => expect(parseDeepLink(link)).toBeNull())

test('among the arguments of a start there is one link or none', () => {
  const link = `castellan://open/import/${id}`
  expect(deepLinkIn(['/usr/bin/castellan', link])).toEqual({ path: `/imports/${id}`, malformed: false })
  expect(deepLinkIn(['--data', 'x'])).toEqual({ path: null, malformed: false })
  expect(deepLinkIn([link, link])).toEqual({ path: null, malformed: true })
  expect(deepLinkIn(['CASTELLAN://evil'])).toEqual({ path: null, malformed: true })
})

test('whatever is typed leads to one of four rooms or nowhere', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((tail) => `castellan://open/${tail}`),
      ),
      (link) => {
        const path = parseDeepLink(link)
        return path === null || /^\/(imports|applications|people|files)\/[0-9a-f-]{36}$/.test(path)
      },
    ),
  )
})
