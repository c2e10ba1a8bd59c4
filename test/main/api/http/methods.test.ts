import { expect, test } from 'vitest'
import { checkMethod } from '../../../../src/main/api/http/methods.ts'

test.each(['TRACE', 'CONNECT', 'TRACK', 'PROPFIND', 'DEBUG', 'get', 'QUERY'])('%s is refused with Allow', (method) => {
  expect(checkMethod(method)).toMatchObject({
    status: 405,
    headers: { allow: expect.stringContaining('GET') as string },
  })
})
