import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReceivedFilePage } from '../../../../../src/contract/files.ts'
import { ImportPage } from '../../../../../src/contract/imports.ts'
import { createCore, extract, startTestHost, switchApi, type TestHost } from '../../../../support/test-host.ts'
import { coreGroup } from '../../../../support/vendor.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
  await switchApi(test, true)
})
afterEach(() => test.close())

const older = extract([['ana', 'Wire']])
const newer = extract([
  ['ana', 'Wire'],
  ['ben', 'Vault'],
])
const scheduled = { schedule: { cron: '0 3 1 1 *', timeZone: 'UTC' } }

/** Every channel by which a newer file may come, as the person or the script uses it. */
const channels: Readonly<Record<string, (applicationId: string) => Promise<void>>> = {
  'a folder, whose files are taken before their time': async (applicationId) => {
    test.drop('core-new.csv', newer)
    await test.host.sweep()
    await test.host.sweep()
    await test.call('POST', `/v1/applications/${applicationId}/take-waiting`)
  },
  'an upload through /v1': async () => {
    await test.call('POST', '/v1/files?name=core-new.csv', Buffer.from(newer))
  },
  'an upload through /v1 that names the application': async (applicationId) => {
    await test.call('POST', `/v1/files?name=any.csv&applicationId=${applicationId}`, Buffer.from(newer))
  },
  'a call of /api that sends the file': async (applicationId) => {
    const body = new FormData()
    body.set(coreGroup, new File([newer], 'core-new.csv'))
    const url = `http://127.0.0.1/api/application-imports/upload?applicationId=${applicationId}`
    const response = await test.host.fetch(new Request(url, { method: 'POST', body }), { kind: 'operator' })
    expect(response.status).toBe(201)
  },
  'a call of /api for what lies in the folder': async (applicationId) => {
    test.drop('core-new.csv', newer)
    const response = await test.call('POST', '/api/application-imports/stage', { applicationId })
    expect(response.status).toBe(201)
  },
}

describe.each(Object.entries(channels))('a newer file that comes by %s', (_, send) => {
  it('supersedes an older waiting file of its group', async () => {
    const { id } = await createCore(test, scheduled)
    test.drop('core-old.csv', older)
    await test.host.sweep()
    await test.host.sweep()
    const stateOf = async (name: string) =>
      (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items.find((file) => file.name === name)?.state
    expect(await stateOf('core-old.csv')).toBe('recognised')
    await send(id)
    await test.host.idle()
    const { items } = await test.ask(ImportPage, 'GET', '/v1/imports')
    expect(items.map(({ state, reconciliation }) => [state, reconciliation?.read])).toEqual([['staged', 2]])
    expect(await stateOf('core-old.csv')).toBe('superseded')
  })
})
