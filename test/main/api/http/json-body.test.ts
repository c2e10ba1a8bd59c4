import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depth, readJson } from '../../../../src/main/api/http/json-body.ts'

const request = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  new Request('http://127.0.0.1/', { method: 'POST', body, headers })
const status = async (...args: Parameters<typeof request>) => {
  const read = await readJson(request(...args))
  return 'refusal' in read ? read.refusal.code : read.value
}

describe('a JSON body', () => {
  test('is read', async () => expect(await status('{"a":[1]}')).toEqual({ a: [1] }))
  test('may be empty', async () => expect(await status('')).toBeUndefined())
  test('32 levels are accepted', async () => {
    expect(await status('['.repeat(32) + ']'.repeat(32))).toBeInstanceOf(Array)
  })

  test.each([
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'json-too-deep'],
    ['a million open brackets', '['.repeat(1_000_000), 'json-too-deep'],
    ['more than 1 MiB', `"${'a'.repeat(1024 * 1024)}"`, 'body-too-large'],
    ['something after the value', '{} {}', 'malformed-json'],
    ['a comment', '{} // x', 'malformed-json'],
    ['a byte order mark of UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), 'malformed-json'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xc3, 0x28, 0x22]), 'malformed-json'],
    ['half of a character', '{"a":["x\\ud83d"]}', 'half-a-character'],
    ['its other half', '"\\uDC4Dx"', 'half-a-character'],
    ['halves in the wrong order', '"\\udc4d\\ud83d"', 'half-a-character'],
    ['half of a character as a name', '{"\\ud83d":1}', 'half-a-character'],
  ])('%s is refused', async (_name, body, code) => expect(await status(body)).toBe(code))

  test.each([
    ['a pair of halves', '"\\ud83d\\udc4d"', '\ud83d\udc4d'],
    ['a backslash before the letters of an escape', '"\\\\ud83d"', '\\ud83d'],
  ])('%s is text', async (_name, body, text) => expect(await status(body)).toBe(text))

  test('a length header that lies low does not help', async () => {
    expect(await status(`"${'a'.repeat(1024 * 1024)}"`, { 'content-length': '5' })).toBe('body-too-large')
  })
  test('a length header beyond the limit is refused before reading', async () => {
    expect(await status('{}', { 'content-length': '99999999' })).toBe('body-too-large')
  })
})

test('the depth is that of the parsed value, whatever its strings hold', () => {
  const nesting = (value: unknown): number =>
    value !== null && typeof value === 'object' ? 1 + Math.max(0, ...Object.values(value).map(nesting)) : 0
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(depth(JSON.stringify(value))).toBe(nesting(value))
    }),
    { numRuns: 500 },
  )
})
