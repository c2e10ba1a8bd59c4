import { describe, expect, test } from 'vitest'
import { checkFetchSite, checkOrigin } from '../../../../src/main/transport/guards/origin.ts'

const host = '127.0.0.1:17173'

describe('the Origin header', () => {
  test('a script sends none', () => expect(checkOrigin([], host)).toBeNull())
  test('our own page', () => expect(checkOrigin([`http://${host}`], host)).toBeNull())

  test.each([
    ['a foreign page', 'https://evil.test'],
    ['a sandboxed frame or a file', 'null'],
    ['another server on this machine', 'http://127.0.0.1:3000'],
    ['our name over https', 'https://127.0.0.1:17173'],
    ['our name without the port', 'http://127.0.0.1'],
    ['our other name, which a squatter on ::1 could serve', 'http://localhost:17173'],
    ['a name that begins like ours', 'http://127.0.0.1:17173.evil.test'],
    ['a browser extension', 'chrome-extension://abcdef'],
    ['our window, which has its own transport', 'app://castellan'],
    ['an empty header', ''],
    ['a trailing slash', 'http://127.0.0.1:17173/'],
    ['another letter case', 'HTTP://127.0.0.1:17173'],
  ])('%s is foreign', (_name, origin) => expect(checkOrigin([origin], host)).toMatchObject({ status: 403 }))

  test('a duplicate is foreign', () => {
    expect(checkOrigin([`http://${host}`, `http://${host}`], host)).toMatchObject({ status: 403 })
  })
})

describe('Sec-Fetch-Site', () => {
  test.each([
    [[], false],
    [['same-origin'], false],
    [['same-origin'], true],
    [['none'], true],
  ])('%j may (loads the page: %s)', (sites, page) => expect(checkFetchSite(sites, page)).toBeNull())

  test.each([
    ['a person may not call the API from the address bar', ['none'], false],
    ['another server on this machine is same-site', ['same-site'], true],
    ['a link on a foreign page', ['cross-site'], true],
    ['two headers', ['same-origin', 'cross-site'], true],
    ['an unknown word', ['same_origin'], true],
  ])('%s', (_name, sites, page) => expect(checkFetchSite(sites, page)).toMatchObject({ status: 403 }))
})
