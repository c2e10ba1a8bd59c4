import { afterEach, beforeEach, expect, it } from 'vitest'
import { ApplicationList } from '../../../../../src/contract/applications.ts'
import { Import } from '../../../../../src/contract/imports.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost({ importsDir: null })
  await createCore(test)
})
afterEach(() => test.close())

it('an undo of the first import is of the day on which it was asked for, and leaves an application without an extract', async () => {
  const first = await apply(test, await stage(test, extract([['ana', 'Vault']])))
  const { id } = await test.ask(Import, 'POST', `/v1/imports/${first.id}/undo`)
  await test.host.idle()
  const undo = await test.ask(Import, 'GET', `/v1/imports/${id}`)
  expect(undo.extractAt).toBe(undo.createdAt)
  await apply(test, undo, 'it was of another branch')
  const { items } = await test.ask(ApplicationList, 'GET', '/v1/applications')
  expect(items[0]).toMatchObject({ extractAt: null, accounts: 0 })
})
