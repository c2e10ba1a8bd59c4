import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Account, AccountPage } from '../../../../../src/contract/identities.ts'
import { type Change, ChangePage, Import, ImportLog, type MatchKind } from '../../../../../src/contract/imports.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  type TestHost,
} from '../../../../support/test-host.ts'
import { createRoster, rosterOf } from '../../../../support/roster.ts'

let test: TestHost
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 5, 1)
  test = await startTestHost({ clock: () => now })
})
afterEach(() => test.close())

const ana = ['0042', 'Ana', 'Silva', 'ana@cu.example']
const berta = ['0001', 'Berta', 'Boss', 'berta@cu.example']
const grants: Grant[] = [
  ['asilva', 'Vault', 'Y', 'A. Silva', 'ana@cu.example'],
  ['ghost', 'Wires', 'Y', 'Gustav Ghost', 'gg@cu.example'],
]

const staged = (content: string, name: string) => {
  now += 60_000
  return stage(test, content, name, new Date(now).toISOString())
}
const importFile = async (content: string, name: string) => apply(test, await staged(content, name), 'it is a test')
const preview = async (importRun: Import, query = ''): Promise<Change[]> =>
  (await test.ask(ChangePage, 'GET', `/v1/imports/${importRun.id}/changes${query}`)).items
const predictions = async (importRun: Import, kind: MatchKind) =>
  (await preview(importRun, `?kind=${kind}`)).map(({ sentence }) => sentence)
const accounts = async () => (await test.ask(AccountPage, 'GET', '/v1/accounts?limit=200')).items
const whose = async () =>
  new Map(
    (await accounts()).map((account): [string, string | null] => [
      account.userName,
      account.match?.person?.name ?? null,
    ]),
  )

describe('a preview tells whose accounts they would be', () => {
  it('says nothing of it as long as nobody is known, and all of it when a first roster comes', async () => {
    await createCore(test)
    const first = await staged(extract(grants), 'core.csv')
    expect(first.matching).toEqual({ matches: 0, rematches: 0, orphaned: 0 })
    await apply(test, first)
    await createRoster(test)
    const roster = await staged(rosterOf(ana, berta), 'hr.csv')
    expect(roster.matching).toEqual({ matches: 1, rematches: 0, orphaned: 0 })
    expect(await predictions(roster, 'matches')).toEqual([
      'Ana Silva gets the account asilva in Core Banking: same e-mail address',
    ])
    expect((await whose()).get('asilva')).toBeNull()
    await apply(test, roster)
    expect((await whose()).get('asilva')).toBe('Ana Silva')
  })

  it('tells of new accounts that match nobody, and leaves its account to a person who leaves', async () => {
    await createRoster(test)
    await importFile(rosterOf(ana, berta), 'hr.csv')
    await createCore(test)
    const first = await staged(extract(grants), 'core.csv')
    expect(first.matching).toEqual({ matches: 1, rematches: 0, orphaned: 1 })
    expect(await predictions(first, 'orphaned')).toEqual(['The new account ghost in Core Banking matches nobody'])
    await apply(test, first)
    const roster = await staged(rosterOf(berta), 'hr2.csv')
    // Whoever leaves keeps their account: it does not become nobody's.
    expect(await preview(roster, '?kind=orphaned')).toEqual([])
    expect((await preview(roster)).map(({ kind }) => kind)).toEqual(['leaves'])
    expect((await preview(roster, '?q=silva')).map(({ kind }) => kind)).toEqual(['leaves'])
    expect(await preview(roster, '?held=true')).toEqual([])
  })

  it('tells of accounts that pass to another person, and keeps them where they are when that is held back', async () => {
    await createRoster(test)
    await importFile(rosterOf(ana, berta), 'hr.csv')
    await createCore(test)
    await importFile(extract(grants), 'core.csv')
    const passing = await staged(
      rosterOf(['0042', 'Ana', 'Silva', 'new@cu.example'], ['0001', 'Berta', 'Boss', 'ana@cu.example']),
      'hr2.csv',
    )
    const [line] = await preview(passing, '?kind=rematches')
    expect(line?.sentence).toBe("Ana Silva's account asilva in Core Banking passes to Berta Boss: same e-mail address")
    const body = { changeId: line?.id, reason: 'HR swapped two addresses' }
    const before = passing.digest
    await test.ask(Import, 'POST', `/v1/imports/${passing.id}/holds`, body)
    await test.host.idle()
    const importRun = await test.ask(Import, 'GET', `/v1/imports/${passing.id}`)
    expect(importRun.matching).toEqual({ matches: 0, rematches: 0, orphaned: 0 })
    expect(importRun.digest).not.toBe(before)
    await apply(test, importRun)
    const account = (await accounts()).find(({ userName }) => userName === 'asilva')
    expect(account?.match).toMatchObject({ person: { name: 'Ana Silva' }, words: 'chosen by hand' })
  })

  it('leaves out what follows from a change that is held back', async () => {
    await createRoster(test)
    await importFile(rosterOf(ana, berta), 'hr.csv')
    await createCore(test)
    const first = await staged(extract(grants), 'core.csv')
    const joining = (await preview(first, '?kind=joins')).find(({ account }) => account?.userName === 'ghost')
    await test.ask(Import, 'POST', `/v1/imports/${first.id}/holds`, { changeId: joining?.id, reason: 'unknown person' })
    await test.host.idle()
    const held = await test.ask(Import, 'GET', `/v1/imports/${first.id}`)
    expect(held.matching).toEqual({ matches: 1, rematches: 0, orphaned: 0 })
    const applied = await apply(test, held)
    expect(applied.state).toBe('applied')
    // What is held back stays held in the next one, and its preview counts with that from the start.
    const again = await staged(extract([...grants, ['new', 'Vault']]), 'core2.csv')
    expect(await predictions(again, 'orphaned')).toEqual(['The new account new in Core Banking matches nobody'])
  })

  it('is staged again when somebody decides a match between preview and apply', async () => {
    await createRoster(test)
    await importFile(rosterOf(ana, berta), 'hr.csv')
    await createCore(test)
    await importFile(extract(grants), 'core.csv')
    const passing = await staged(
      rosterOf(['0042', 'Ana', 'Silva', 'new@cu.example'], ['0001', 'Berta', 'Boss', 'ana@cu.example']),
      'hr2.csv',
    )
    const account = (await accounts()).find(({ userName }) => userName === 'asilva')
    const path = `/v1/accounts/${account?.id}`
    const etag = (await test.call('GET', path)).headers.get('etag') ?? ''
    const keep = { personId: account?.match?.person?.id, reason: 'HR swapped two addresses' }
    await test.ask(Account, 'PUT', `${path}/match`, keep, { 'if-match': etag })
    const again = await apply(test, passing, 'it is a test')
    expect(again).toMatchObject({ state: 'staged', matching: { rematches: 0 } })
    expect(again.digest).not.toBe(passing.digest)
    const log = await test.ask(ImportLog, 'GET', `/v1/imports/${passing.id}/log`)
    expect(log.items.map(({ line }) => line)).toContainEqual(expect.stringContaining('is staged again'))
    expect((await apply(test, again, 'it is a test')).state).toBe('applied')
  })
})

describe('what was foreseen', { timeout: 120_000 }, () => {
  const small = (...words: string[]) => fc.constantFrom(...words)
  const person = fc.tuple(
    small('1', '2', '3', '4'),
    small('Ana', 'Ben', 'Cem'),
    small('Silva', 'Oz'),
    small('a@x', 'b@x', ''),
  )
  const account = fc.tuple(
    small('asilva', 'ben', '1', '2', 'x'),
    small('Ana Silva', 'Ben Oz', 'Nobody'),
    small('a@x', 'b@x', 'c@x'),
  )
  const step = fc.oneof(
    fc.record({ roster: fc.uniqueArray(person, { maxLength: 4, selector: ([id]) => id }) }),
    fc.record({ core: fc.uniqueArray(account, { maxLength: 4, selector: ([user]) => user }) }),
  )

  it('is what happens, whatever came before', async () => {
    await createRoster(test)
    await createCore(test)
    let [n, predicted] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        for (const arrival of steps) {
          const file =
            'roster' in arrival
              ? await staged(`${rosterOf(...arrival.roster, ['9', 'Zoe', `Stays${++n}`, 'z@x'])}`, `hr${n}.csv`)
              : await staged(
                  extract([
                    ...arrival.core.map(([u, name, mail]): Grant => [u, 'Vault', 'Y', name, mail]),
                    [`stays${++n}`, 'Vault'],
                  ]),
                  `core${n}.csv`,
                )
          if (file.state !== 'staged') continue
          const before = await whose()
          const lines = (await preview(file, '?limit=200')).filter(({ kind }) =>
            ['matches', 'rematches', 'orphaned'].includes(kind),
          )
          predicted += lines.length
          const expected = new Map(
            lines.map((line): [string, string | null] => [
              line.account?.userName ?? '',
              line.after?.['person'] ?? null,
            ]),
          )
          expect((await apply(test, file, 'it is a test')).state).toBe('applied')
          for (const [userName, name] of await whose()) {
            if (expected.has(userName)) expect([userName, name]).toEqual([userName, expected.get(userName)])
            // A person may be renamed by a roster; whose account it is told by the lines alone.
            else if (!('roster' in arrival) && before.has(userName))
              expect([userName, name]).toEqual([userName, before.get(userName)])
          }
        }
      }),
      { numRuns: 15 },
    )
    expect(predicted).toBeGreaterThan(15)
  })
})
