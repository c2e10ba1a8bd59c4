import { expect, test } from 'vitest'
import { judgeMethod } from '../../../../src/main/api/http/methods.ts'

test.each(['TRACE', 'CONNECT', 'TRACK', 'PROPFIND', 'DEBUG', 'get', 'QUERY'])('%s is refused with Allow', (method) => {
  expect(judgeMethod(method)).toMatchObject({
    status: 405,
    headers: { allow: expect.stringContaining('GET') as string },
  })
})
