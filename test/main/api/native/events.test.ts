import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { switchApi, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { script } from '../../../support/vendor.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

describe('GET /v1/events', () => {
  it('tells a caller what is their business, and nothing else', async () => {
    await switchApi(test, true)
    const reading = async (scope: string) => {
      const { body } = await (await script(test, [scope])).send('GET', '/v1/events')
      return { scope, text: body?.pipeThrough(new TextDecoderStream()).getReader() }
    }
    const readers = [await reading('imports:read'), await reading('applications:read'), await reading('audit:read')]
    await createCore(test)
    await stage(test, extract([['ana', 'Vault']]))
    const eventsSeen: Record<string, string[]> = {}
    await test.close()
    for (const { scope, text } of readers) {
      let all = ''
      for (;;) {
        const { done, value } = (await text?.read()) ?? { done: true, value: undefined }
        if (done) break
        all += value
      }
      eventsSeen[scope] = [...new Set([...all.matchAll(/^event: (\w+)$/gm)].map(([, type = '']) => type))].sort(
        (a, b) => a.localeCompare(b),
      )
    }
    expect(eventsSeen).toEqual({
      'imports:read': ['folder', 'import', 'progress'],
      'applications:read': ['application'],
      'audit:read': [],
    })
    test = await startTestHost()
  })
})
