import { describe, expect, it } from 'vitest'
import { ApiProblem, asProblem, problemFrom } from '../../../src/renderer/api/problem.ts'

const answer = (body: string, status: number, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers })

describe('API problems', () => {
  it('keeps every field of the problem document', async () => {
    const body = {
      type: 'urn:castellan:problem:invalid-body',
      title: 'Something in what was sent is not right.',
      status: 400,
      detail: 'The reason is too short.',
      requestId: '5f2c',
      errors: [{ pointer: '/reason', message: 'At least three letters.' }],
    }
    const problem = await problemFrom(answer(JSON.stringify(body), 400))
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid-body',
      detail: 'The reason is too short.',
      requestId: '5f2c',
    })
    expect(problem.errorAt('/reason')).toBe('At least three letters.')
    expect(problem.errorAt('/digest')).toBeUndefined()
  })

  it('accepts an answer that is not a problem document', async () => {
    const problem = await problemFrom(answer('<h1>Bad gateway</h1>', 502))
    expect(problem).toMatchObject({ status: 502, code: 'http-502' })
    expect(problem.detail).toContain('502')
  })

  it('reads the Retry-After header', async () => {
    const problem = await problemFrom(answer('{}', 429, { 'retry-after': '7' }))
    expect(problem.retryAfter).toBe(7)
  })

  it('accepts any thrown value', () => {
    expect(asProblem(new TypeError('x is not a function'))).toMatchObject({
      code: 'fault',
      detail: 'x is not a function',
    })
    expect(asProblem('gone').detail).toBe('gone')
  })
})
