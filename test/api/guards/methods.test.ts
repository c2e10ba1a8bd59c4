import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { allowedMethods, judgeMethod } from '../../../src/main/api/guards/methods.ts'

test.each(['TRACE', 'CONNECT', 'TRACK', 'PROPFIND', 'DEBUG', 'get', 'QUERY'])('%s is refused with Allow', (method) => {
  expect(judgeMethod(method)).toMatchObject({ status: 405, headers: { allow: expect.stringContaining('GET') } })
})

test('the router itself says what a path allows; middleware does not count', () => {
  const app = new Hono()
  app.use('*', async (_c, next) => next())
  app.get('/things/:id', (c) => c.text('x'))
  app.delete('/things/:id', (c) => c.body(null, 204))
  expect(allowedMethods(app, '/things/5')).toEqual(['GET', 'DELETE', 'HEAD'])
  expect(allowedMethods(app, '/nothing')).toEqual([])
})
