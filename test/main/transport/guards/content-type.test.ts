import { describe, expect, test } from 'vitest'
import { checkContentType } from '../../../../src/main/transport/guards/content-type.ts'

const facts = { method: 'POST', pathname: '/v1/imports', contentType: null, hasBody: true, marked: false }
const post = (contentType: string | null, more: object = {}) => checkContentType({ ...facts, contentType, ...more })

describe('the content type of a change', () => {
  test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/merge-patch+json'])(
    '%s is accepted',
    (type) => expect(post(type)).toBeNull(),
  )
  test('no body needs no type', () => expect(post(null, { hasBody: false })).toBeNull())
  test('reading is not judged', () => expect(post('text/plain', { method: 'GET' })).toBeNull())

  test.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/json',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    'application/json;charset="utf-7"',
    'application/jsonp',
    '',
    'json',
  ])('%j is 415', (type) => expect(post(type)).toMatchObject({ status: 415 }))
  test('a body without a type is 415', () => expect(post(null)).toMatchObject({ status: 415 }))
  test('even an empty body may not claim to be text', () => {
    expect(post('text/plain', { hasBody: false })).toMatchObject({ status: 415 })
  })

  test.each(['multipart/form-data; boundary=x', 'application/octet-stream'])('%s with the header is a file', (type) => {
    expect(post(type, { marked: true })).toBeNull()
  })
  test('the header does not make text acceptable', () => {
    expect(post('text/plain', { marked: true })).toMatchObject({ status: 415 })
  })

  test.each(['/api/application-imports/upload', '/openidm/governance/x'])('%s takes multipart as it is', (pathname) => {
    expect(post('multipart/form-data; boundary=x', { pathname })).toBeNull()
  })
  test('the identity-governance contract says 400', () => {
    expect(post('text/plain', { pathname: '/openidm/managed/user' })).toMatchObject({ status: 400 })
  })
})
