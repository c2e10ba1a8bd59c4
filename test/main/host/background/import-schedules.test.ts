import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Application } from '../../../../src/contract/applications.ts'
import { AuditPage } from '../../../../src/contract/audit.ts'
import { ReceivedFilePage } from '../../../../src/contract/files.ts'
import { ImportLog, ImportPage } from '../../../../src/contract/imports.ts'
import { apply, createCore, extract, startTestHost, type TestHost } from '../../../support/test-host.ts'

let now: number
let test: TestHost
const at = (iso: string) => Date.parse(iso)
beforeEach(async () => {
  now = at('2026-06-29T12:00:00Z')
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

const daily = { schedule: { cron: '0 6 * * *', timeZone: 'UTC' } }
const look = async () => {
  for (let i = 0; i < 3; i++) await test.host.sweep()
  await test.host.idle()
}
const run = async () => {
  await test.host.runSchedules()
  await test.host.idle()
}
const files = async () =>
  (await test.ask(ReceivedFilePage, 'GET', '/v1/files')).items.map(({ name, state, why }) => [name, state, why])
const imports = async () => (await test.ask(ImportPage, 'GET', '/v1/imports')).items
const core = async (id: string) => test.ask(Application, 'GET', `/v1/applications/${id}`)
const recorded = async () =>
  (await test.ask(AuditPage, 'GET', '/v1/audit?limit=200')).items.filter(({ action }) => action === 'schedule.ran')

describe('an application with a schedule', () => {
  it('lets a file wait until its time, then stages the newest; older ones go aside with it', async () => {
    const one = await createCore(test, daily)
    expect(one.schedule).toEqual({ nextAt: '2026-06-30T06:00:00.000Z', lastRun: null })
    test.drop('core-1.csv', extract([['ana', 'Vault']]))
    await look()
    expect(await files()).toEqual([
      [
        'core-1.csv',
        'recognised',
        expect.stringMatching(/^Waits for the schedule of Core Banking: Tuesday,? 30 June 2026 at 06:00\.$/),
      ],
    ])
    test.drop('core-2.csv', extract([['ben', 'Vault']]))
    await look()
    now = at('2026-06-30T05:59:59Z')
    await run()
    expect(await imports()).toEqual([])
    now = at('2026-06-30T06:00:00Z')
    await run()
    const [staged, ...others] = await imports()
    expect([staged?.state, staged?.trigger, staged?.files.map(({ name }) => name), others]).toEqual([
      'staged',
      'Scheduled',
      ['core-2.csv'],
      [],
    ])
    expect(await files()).toEqual([
      ['core-2.csv', 'taken', 'Taken as an import of Core Banking.'],
      ['core-1.csv', 'superseded', 'core-2.csv is newer and was taken instead.'],
    ])
    expect((await core(one.id)).schedule).toMatchObject({
      nextAt: '2026-07-01T06:00:00.000Z',
      lastRun: {
        dueAt: '2026-06-30T06:00:00.000Z',
        late: null,
        missed: 0,
        said: 'Took core-2.csv.',
        importId: staged?.id,
      },
    })
    // It was due once.
    await run()
    expect(await recorded()).toHaveLength(1)
  })

  it('that was due while the program was closed runs once at the next start, and says so', async () => {
    const one = await createCore(test, daily)
    test.drop('core.csv', extract([['ana', 'Vault']]))
    now = at('2026-07-02T09:00:00Z')
    await test.reopen()
    await look()
    await run()
    const [staged] = await imports()
    expect(staged).toMatchObject({ state: 'staged', trigger: 'Scheduled' })
    const said = /^It was due Thursday,? 2 July 2026 at 06:00 and at 2 earlier times; Castellan was not running then/
    expect((await core(one.id)).schedule).toMatchObject({
      nextAt: '2026-07-03T06:00:00.000Z',
      lastRun: { late: 'closed', missed: 2, said: expect.stringMatching(said), importId: staged?.id },
    })
    const log = (await test.ask(ImportLog, 'GET', `/v1/imports/${staged?.id}/log`)).items.map(({ line }) => line)
    expect(log.join()).toContain('Castellan was not running then, so it ran once afterwards.')
    expect(await recorded()).toMatchObject([{ details: { late: 'closed', missed: 2, import: staged?.id } }])
  })

  it('says that no file had arrived', async () => {
    const one = await createCore(test, daily)
    now = at('2026-06-30T06:00:20Z')
    await run()
    expect((await core(one.id)).schedule?.lastRun).toMatchObject({
      late: null,
      said: 'No file had arrived.',
      importId: null,
    })
  })

  it('applies by itself where the policy says so and the guard is quiet', async () => {
    const rules = { ...daily, apply: 'when-guard-quiet' }
    await createCore(test, rules)
    test.drop('core-1.csv', extract([['ana', 'Vault']]))
    await look()
    now = at('2026-06-30T06:00:00Z')
    await run()
    const [first] = await imports()
    expect(first).toMatchObject({ state: 'applied' })
  })

  it('is not waited for by what a person sends, nor when somebody asks for its files now', async () => {
    const one = await createCore(test, daily)
    expect((await test.call('POST', `/v1/applications/${one.id}/take-waiting`)).status).toBe(422)
    test.drop('core.csv', extract([['ana', 'Vault']]))
    await look()
    const taken = await test.ask(Application, 'POST', `/v1/applications/${one.id}/take-waiting`)
    expect(taken.schedule?.lastRun).toMatchObject({ dueAt: null, said: 'Took core.csv.' })
    await test.host.idle()
    const [staged] = await imports()
    if (staged) await apply(test, staged)
    const sent = await test.call('POST', '/v1/files?name=core.csv', Buffer.from(extract([['ben', 'Vault']])))
    expect(await sent.json()).toMatchObject({ state: 'taken' })
  })

  it('lets go of what waits when its schedule is removed', async () => {
    const one = await createCore(test, daily)
    test.drop('core.csv', extract([['ana', 'Vault']]))
    await look()
    const later = { ...one.rules, schedule: { cron: '30 7 * * *', timeZone: 'UTC' } }
    const path = `/v1/applications/${one.id}`
    const changed = await test.ask(Application, 'PATCH', path, { rules: later }, { 'if-match': `"${one.revision}"` })
    await expect.poll(async () => (await files())[0]?.[2]).toMatch(/at 07:30\.$/)
    const rules = { ...one.rules, schedule: null }
    await test.ask(Application, 'PATCH', path, { rules }, { 'if-match': `"${changed.revision}"` })
    await expect.poll(async () => (await files())[0]?.[1]).toBe('taken')
  })
})
