import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Application } from '../../../../src/contract/applications.ts'
import { ReceivedFilePage } from '../../../../src/contract/files.ts'
import { Import } from '../../../../src/contract/imports.ts'
import { listOf, VendorImport, VendorImportDetail } from '../../../../src/main/api/permission-assist/wire.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../../support/test-host.ts'
import { coreGroup, type Script, script, unknownId } from '../../../support/vendor.ts'

const path = '/api/application-imports'
const second = '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c0f'
let test: TestHost
let own: Script
let core: Application
beforeEach(async () => {
  // The watcher looks only when it is told to, so that who comes first is not a matter of luck.
  test = await startTestHost({ stillMs: 60_000 })
  own = await script(test)
  core = await createCore(test)
})
afterEach(() => test.close())

const content = extract([
  ['ana', 'Vault'],
  ['ben', 'Wires'],
])
const get = (id: string) => own.ask(VendorImportDetail, 'GET', `${path}/${id}`)
const upload = (parts: Parameters<Script['form']>[1], query = '') => own.form(`${path}/upload${query}`, parts)
const good = () =>
  upload([
    ['applicationId', core.id],
    [coreGroup, 'core.csv', content],
  ])
const received = () => readdirSync(join(test.dataDir, 'intake'))
const applied = async (id: string) => apply(test, await test.ask(Import, 'GET', `/v1/imports/${id}`))

describe('POST /api/application-imports/upload', () => {
  it('answers 201 with the import, which runs afterwards and waits for a person by this application’s policy', async () => {
    const importRun = await own.made(201, good())
    expect(importRun).toMatchObject({ type: 'API', createdBy: 'nightly', metrics: null, application: { id: core.id } })
    expect(importRun.files).toMatchObject([{ fileGroupId: coreGroup, fileGroup: 'Grants', name: 'core.csv' }])
    await test.host.idle()
    const waiting = await get(importRun.id)
    expect(waiting).toMatchObject({ status: 'Pending', paused: true, metrics: null })
    expect(waiting.log).toContain('waits for a person')
  })

  it('reports figures once it is applied', async () => {
    const { id } = await own.made(201, good())
    await test.host.idle()
    await applied(id)
    expect(await get(id)).toMatchObject({
      status: 'Finished',
      paused: false,
      metrics: {
        users: { total: 2, added: 2, changed: 0, removed: 0 },
        groups: { total: 1, added: 1, changed: 0, removed: 0 },
        privileges: { total: 2, added: 2, changed: 0, removed: 0 },
        percentChange: 100,
        rows: { read: 2, applied: 2, quarantined: 0, duplicate: 0, ignored: 0 },
      },
    })
    const fewer = extract([['ana', 'Vault', 'Full']])
    const next = await own.made(
      201,
      upload([
        ['applicationId', core.id],
        [coreGroup, 'core.csv', fewer],
      ]),
    )
    await test.host.idle()
    expect((await get(next.id)).log).toContain('the guard holds it for a person. 1 of 2 accounts would be removed')
    await apply(test, await test.ask(Import, 'GET', `/v1/imports/${next.id}`), 'Ben has left')
    expect((await get(next.id)).metrics).toMatchObject({
      users: { total: 1, added: 0, changed: 0, removed: 1 },
      groups: { total: 1, added: 0, changed: 1, removed: 0 },
      privileges: { total: 1, added: 0, changed: 1, removed: 1 },
      percentChange: 75,
    })
  })

  it('takes the application from the address, an id in capitals, fields it does not know, and an optional group or none', async () => {
    const groups = [
      { id: coreGroup, name: 'Grants', pattern: 'core*.csv', columns: core.rules.fileGroups[0]?.columns },
      { id: second, name: 'More', pattern: 'more*.csv', required: false, columns: core.rules.fileGroups[0]?.columns },
    ]
    await test.call('PATCH', `/v1/applications/${core.id}`, { rules: { fileGroups: groups } }, { 'if-match': '"1"' })
    const importRun = await own.made(
      201,
      upload(
        [
          ['hint', 'x'],
          [coreGroup.toUpperCase(), 'core.csv', content],
        ],
        `?applicationId=${core.id}`,
      ),
    )
    expect(importRun.files).toMatchObject([{ fileGroupId: coreGroup }])
    const other = extract([['eva', 'Vault']])
    const both = await own.made(
      201,
      upload([
        [coreGroup, 'core.csv', content],
        [second, 'more.csv', other],
        ['applicationId', core.id],
      ]),
    )
    expect(both.files.map(({ fileGroup }) => fileGroup)).toEqual(['Grants', 'More'])
  })

  it('finishes at once with bytes that count already', async () => {
    const { id } = await own.made(201, good())
    await test.host.idle()
    await applied(id)
    const again = await own.made(201, good())
    expect(again).toMatchObject({
      status: 'Finished',
      metrics: { users: { total: 2, added: 0 }, groups: { total: 1 }, percentChange: 0, rows: { read: 0 } },
    })
    expect(again.buildStart).toBe(again.buildEnd)
    expect(again.log).toContain('Nothing to do')
  })

  it('answers the same bytes again with the import that waits', async () => {
    const first = await own.made(201, good())
    expect((await own.made(201, good())).id).toBe(first.id)
  })

  it('names every problem of the parts at once, and keeps none of the bytes', async () => {
    const response = await upload([
      ['applicationId', core.id],
      [second, 'a.csv', 'x'],
      ['notes', 'b.csv', ''],
    ])
    const { errors, ...error } = (await response.json()) as { errors: { field: string }[] }
    expect([response.status, error]).toMatchObject([400, { error: 'validation_error' }])
    expect(errors).toEqual([
      { field: second, message: 'is no file group of this application' },
      { field: 'notes', message: 'is no file group of this application' },
      { field: 'notes', message: 'is an empty file' },
      { field: coreGroup, message: 'is missing: the file of Grants' },
    ])
    expect(received()).toEqual([])
  })

  it.each([
    ['no application', () => upload([[coreGroup, 'core.csv', content]]), ['applicationId is required']],
    [
      'a malformed id',
      () =>
        upload([
          ['applicationId', '7'],
          ['x', 'core.csv', ''],
        ]),
      ['applicationId must be a GUID', 'x is no file group: its name must be a GUID', 'x is an empty file'],
    ],
    [
      'two applications',
      () =>
        upload(
          [
            ['applicationId', core.id],
            [coreGroup, 'core.csv', content],
          ],
          `?applicationId=${unknownId}`,
        ),
      ['applicationId differs between the address and the form'],
    ],
    [
      'a file twice',
      () =>
        upload([
          ['applicationId', core.id],
          [coreGroup, 'a.csv', content],
          [coreGroup, 'b.csv', 'x'],
        ]),
      [`${coreGroup} is sent twice (Grants)`],
    ],
    [
      'a field in place of a file',
      () =>
        upload([
          ['applicationId', core.id],
          [coreGroup, content],
        ]),
      [`${coreGroup} is missing: the file of Grants`],
    ],
    ['no form', () => own.send('POST', `${path}/upload`, { applicationId: core.id }), []],
    [
      'a form that breaks off',
      () =>
        own.send(
          'POST',
          `${path}/upload`,
          Buffer.from('--b\r\nContent-Disposition: form-data; name="x"; filename="x"\r\n\r\nhalf'),
          { 'content-type': 'multipart/form-data; boundary=b' },
        ),
      [],
    ],
    [
      'a form without a boundary',
      () => own.send('POST', `${path}/upload`, Buffer.from('x'), { 'content-type': 'multipart/form-data' }),
      [],
    ],
    [
      'sixty files',
      () =>
        upload([['applicationId', core.id], ...Array.from({ length: 60 }, () => [coreGroup, 'a.csv', 'x'] as const)]),
      [],
    ],
  ])('refuses %s with 400', async (_, send, messages) => {
    const response = await send()
    const error = (await response.json()) as { error: string; errors?: { field: string; message: string }[] }
    expect([response.status, error.error]).toEqual([400, 'validation_error'])
    expect((error.errors ?? []).map(({ field, message }) => `${field} ${message}`)).toEqual(messages)
    expect(received()).toEqual([])
  })

  it('knows no application of that id: 404; an archived one: 400', async () => {
    expect(
      (
        await upload([
          ['applicationId', unknownId],
          [coreGroup, 'core.csv', content],
        ])
      ).status,
    ).toBe(404)
    await test.call('PATCH', `/v1/applications/${core.id}`, { archived: true }, { 'if-match': '"1"' })
    const response = await good()
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ field: 'applicationId', message: 'is archived' }] },
    ])
  })

  it('refuses a file beyond the limit, after reading it to its end', async () => {
    await test.close()
    test = await startTestHost({ mostBytes: 1000 })
    own = await script(test)
    core = await createCore(test)
    const response = await upload([
      ['applicationId', core.id],
      [coreGroup, 'core.csv', 'x'.repeat(500_000)],
      ['more', 'y.csv', 'y'.repeat(500)],
    ])
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        error: 'validation_error',
        message: "A file can't be taken. It is larger than 1000 bytes.",
        errors: [{ field: coreGroup }],
      },
    ])
    expect(received()).toEqual([])
  })

  it('leaves nothing of a body that breaks off half way', async () => {
    let sent = false
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error('gone'))
        else
          controller.enqueue(
            Buffer.from(
              `--b\r\nContent-Disposition: form-data; name="${coreGroup}"; filename="x"\r\n\r\n${'x'.repeat(100_000)}`,
            ),
          )
        sent = true
      },
    })
    const init = {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      duplex: 'half',
    } as const
    const caller = await test.host.identify(`Bearer ${own.bearer}`, 'wire')
    const response = await test.host.fetch(
      new Request(`http://127.0.0.1${path}/upload?applicationId=${core.id}`, init),
      caller,
    )
    expect(response.status).toBe(400)
    expect(received()).toEqual([])
  })
})

describe('POST /api/application-imports/stage', () => {
  const stageIt = () => own.send('POST', `${path}/stage`, { applicationId: core.id })

  it('takes the newest matching file from the folder without waiting, and notes what became of it', async () => {
    test.drop('core-1.csv', extract([['old', 'Vault']]))
    await new Promise((wait) => setTimeout(wait, 20))
    test.drop('core-2.csv', content)
    test.drop('other.csv', 'x')
    const importRun = await own.made(201, stageIt())
    expect(importRun).toMatchObject({ type: 'API', createdBy: 'nightly', files: [{ name: 'core-2.csv' }] })
    await test.host.idle()
    await applied(importRun.id)
    expect(await get(importRun.id)).toMatchObject({ status: 'Finished', metrics: { users: { total: 2 } } })
    const { items } = await test.ask(ReceivedFilePage, 'GET', '/v1/files')
    expect(items.find(({ name }) => name === 'core-2.csv')).toMatchObject({ state: 'taken', importId: importRun.id })
    await expect.poll(() => existsSync(join(test.importsDir, 'core-2.csv'))).toBe(false)
  })

  it('answers with the import that the watcher made, when it was faster, and only once', async () => {
    await test.close()
    test = await startTestHost()
    own = await script(test)
    core = await createCore(test, { apply: 'by-person' })
    test.drop('core.csv', content)
    await test.host.sweep()
    await test.host.sweep()
    await test.host.idle()
    const open = await own.made(201, stageIt())
    expect(open).toMatchObject({ type: 'Scheduled', createdBy: 'Castellan', status: 'Pending', paused: true })
    expect(open.log).toContain('nightly requested it as well')
    await applied(open.id)
    await expect.poll(() => existsSync(join(test.importsDir, 'core.csv'))).toBe(false)
    expect((await own.refused('POST', `${path}/stage`, { applicationId: core.id })).status).toBe(422)
  })

  it('answers with what the watcher brought and a person applied meanwhile', async () => {
    await test.close()
    test = await startTestHost()
    own = await script(test)
    core = await createCore(test)
    test.drop('core.csv', content)
    await test.host.sweep()
    await test.host.sweep()
    await test.host.idle()
    const [brought] = (await own.ask(listOf(VendorImport), 'GET', path)).items
    await applied(brought?.id ?? '')
    await expect.poll(() => existsSync(join(test.importsDir, 'core.csv'))).toBe(false)
    expect(await own.made(201, stageIt())).toMatchObject({ id: brought?.id, status: 'Finished' })
    expect((await own.refused('POST', `${path}/stage`, { applicationId: core.id })).status).toBe(422)
  })

  it('refuses without a file, naming the pattern, and without a watched folder', async () => {
    expect(await own.refused('POST', `${path}/stage`, { applicationId: core.id })).toMatchObject({
      status: 422,
      error: 'unprocessable_entity',
      message: 'The watched folder holds no file for Grants (core*.csv) of Core Banking.',
    })
    await test.close()
    test = await startTestHost({ importsDir: null })
    own = await script(test)
    core = await createCore(test)
    expect(await own.refused('POST', `${path}/stage`, { applicationId: core.id })).toMatchObject({
      status: 422,
      message: 'Core Banking has no import schedule: no folder is watched.',
    })
  })

  it('rejects a malformed, unknown or archived id, and a body that is not JSON', async () => {
    const refused = (body?: unknown) => own.refused('POST', `${path}/stage`, body)
    expect(await refused({})).toMatchObject({
      status: 400,
      errors: [{ field: 'applicationId', message: 'is required' }],
    })
    expect(await refused()).toMatchObject({ status: 400, errors: [{ field: 'applicationId' }] })
    expect(await refused({ applicationId: 7 })).toMatchObject({ status: 400, errors: [{ message: 'must be a GUID' }] })
    expect(await refused(Buffer.from('{'))).toMatchObject({ status: 400, error: 'validation_error' })
    expect(await refused({ applicationId: unknownId })).toMatchObject({ status: 404, error: 'not_found' })
    await test.call('PATCH', `/v1/applications/${core.id}`, { archived: true }, { 'if-match': '"1"' })
    expect(await refused({ applicationId: core.id })).toMatchObject({ status: 400, error: 'validation_error' })
  })
})

describe('POST /api/application-imports/cancel', () => {
  const cancel = (id: string) => own.send('POST', `${path}/cancel`, { applicationImportId: id })

  it('answers Canceling for what waits, which is canceled by then', async () => {
    const { id } = await own.made(201, good())
    await test.host.idle()
    expect(await own.made(200, cancel(id))).toMatchObject({ id, status: 'Canceling' })
    expect(await get(id)).toMatchObject({ status: 'Canceled', paused: false, metrics: null })
    expect(await own.refused('POST', `${path}/cancel`, { applicationImportId: id })).toMatchObject({
      status: 409,
      error: 'conflict',
    })
  })

  it('stops what runs; it stays Canceling until it has stopped, also over a restart, and leaves no trace', async () => {
    const many = extract(Array.from({ length: 60_000 }, (_, i) => [`user${i}`, 'Vault'] as const))
    const { id } = await own.made(
      201,
      upload([
        ['applicationId', core.id],
        [coreGroup, 'core.csv', many],
      ]),
    )
    await expect.poll(async () => (await get(id)).status).toBe('Running')
    expect(await own.made(200, cancel(id))).toMatchObject({ status: 'Canceling' })
    expect(await own.refused('POST', `${path}/cancel`, { applicationImportId: id })).toMatchObject({ status: 409 })
    await test.reopen()
    await test.host.idle()
    expect(await get(id)).toMatchObject({ status: 'Canceled' })
    expect((await stage(test, content)).before).toMatchObject({ accounts: 0 })
  })

  it('rejects finished, failed and unknown imports', async () => {
    const { id } = await own.made(201, good())
    await test.host.idle()
    await applied(id)
    const wrong = await own.made(
      201,
      upload([
        ['applicationId', core.id],
        [coreGroup, 'core.csv', 'a,b\n1,2\n'],
      ]),
    )
    await test.host.idle()
    const failed = await get(wrong.id)
    expect(failed).toMatchObject({ status: 'Failed' })
    expect(failed.log).toMatch(/core\.csv/)
    for (const over of [id, wrong.id]) {
      expect(await own.refused('POST', `${path}/cancel`, { applicationImportId: over })).toMatchObject({ status: 409 })
    }
    expect(await own.refused('POST', `${path}/cancel`, { applicationImportId: unknownId })).toMatchObject({
      status: 404,
    })
    expect(await own.refused('POST', `${path}/cancel`, { id })).toMatchObject({
      status: 400,
      errors: [{ field: 'applicationImportId' }],
    })
  })
})

describe('GET /api/application-imports', () => {
  const list = (query = '') => own.ask(listOf(VendorImport), 'GET', `${path}${query}`)

  it('lists pending ones first, then by build start, in pages of fifty, of one application or of all', async () => {
    const first = await own.made(201, good())
    await test.host.idle()
    await applied(first.id)
    for (let i = 0; i < 51; i++) await own.made(201, good())
    const changed = await own.made(
      201,
      upload([
        ['applicationId', core.id],
        [
          coreGroup,
          'core.csv',
          extract([
            ['ana', 'Vault'],
            ['ben', 'Wires', 'Full'],
          ]),
        ],
      ]),
    )
    await test.host.idle()
    const page = await list()
    expect(page).toMatchObject({ totalCount: 53, page: 1, pageSize: 50, totalPages: 2 })
    expect(page.items[0]).toMatchObject({ id: changed.id, status: 'Pending', paused: true })
    const two = await list('?page=2')
    expect(two.items.at(-1)?.id).toBe(first.id)
    const all = [...page.items, ...two.items]
    expect(new Set(all.map(({ id }) => id)).size).toBe(53)
    const starts = all.slice(1).map(({ buildStart }) => buildStart ?? '')
    expect(starts).toEqual([...starts].sort().reverse())
    expect((await list('?page=3')).items).toEqual([])
    expect(await list(`?applicationId=${unknownId}`)).toMatchObject({ items: [], totalCount: 0, totalPages: 0 })
    expect((await list(`?applicationId=${core.id.toUpperCase()}&unknown=1`)).totalCount).toBe(53)
  })

  it('rejects an invalid page or id', async () => {
    for (const page of ['0', '-1', 'x', '', '1.5']) {
      expect(await own.refused('GET', `${path}?page=${page}`)).toMatchObject({
        status: 400,
        errors: [{ field: 'page' }],
      })
    }
    expect(await own.refused('GET', `${path}?page=1&page=2`)).toMatchObject({ status: 400 })
    expect(await own.refused('GET', `${path}?applicationId=x`)).toMatchObject({
      status: 400,
      errors: [{ field: 'applicationId' }],
    })
    expect(await own.refused('GET', `${path}/x`)).toMatchObject({
      status: 400,
      errors: [{ field: 'id', message: 'must be a GUID' }],
    })
    expect(await own.refused('GET', `${path}/${unknownId}`)).toMatchObject({ status: 404, error: 'not_found' })
  })
})
