import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Application } from '../../../../../src/contract/applications.ts'
import { Import, ImportLog } from '../../../../../src/contract/imports.ts'
import { person } from '../../../../support/signed-in.ts'
import {
  apply,
  createCore,
  extract,
  type Grant,
  stage,
  startTestHost,
  type TestHost,
} from '../../../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
})
afterEach(() => test.close())

const people = (count: number) => extract(Array.from({ length: count }, (_, at): Grant => [`user${at}`, 'Vault']))
const later = '2026-07-31T17:00:00.000Z'
const linesOf = async (id: string) =>
  (await test.ask(ImportLog, 'GET', `/v1/imports/${id}/log`)).items.map(({ line }) => line).join('\n')

/** Changes the rules of Core as somebody. @returns the answer */
async function change(by: { send: TestHost['call'] }, rules: Partial<Application['rules']>): Promise<Response> {
  const { items } = (await (await test.call('GET', '/v1/applications')).json()) as { items: Application[] }
  const core = items.find(({ name }) => name === 'Core Banking')
  if (!core) throw new Error('there is no Core Banking')
  const body = { rules: { ...core.rules, ...rules } }
  return by.send('PATCH', `/v1/applications/${core.id}`, body, { 'if-match': `"${core.revision}"` })
}

const loose = { removalsCount: 50, removalsShare: 1, additionsShare: 50, leastShareOfLastFile: 0 }

it('who may not apply imports neither loosens the guard, nor lets imports apply by themselves, nor widens what is taken', async () => {
  await person(test, 'olga', ['owner'])
  const { rules } = await createCore(test)
  await apply(test, await stage(test, people(20)))
  const finn = await person(test, 'finn', ['application-manager'])
  const [group] = rules.fileGroups
  if (!group) throw new Error('no file group')
  for (const wider of [
    { guard: loose },
    { apply: 'when-guard-quiet' as const },
    { fileGroups: [{ ...group, pattern: '*' }] },
    { fileGroups: [{ ...group, keyColumns: ['User'] }] },
  ]) {
    const refused = await change(finn, wider)
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      403,
      'This lets more imports through. It needs the right to apply imports (imports:apply).',
    ])
  }
  expect((await change(finn, { fileGroups: [{ ...group, pattern: 'core-2026*.csv' }] })).status).toBe(200)
})

it('an import that a loosened guard lets through says whose limits they are, applied by rule or by a person', async () => {
  await person(test, 'olga', ['owner'])
  await createCore(test)
  await apply(test, await stage(test, people(40)))
  const sam = await person(test, 'sam', ['security-officer'])
  expect((await change(sam, { guard: loose })).status).toBe(200)
  const fewer = await stage(test, people(25), 'core2.csv', later)
  expect(fewer).toMatchObject({ state: 'staged', guard: { verdict: 'quiet' } })
  expect(await linesOf(fewer.id)).toContain(
    'The guard of this application let this through: 15 of 40 accounts would be removed; the limit is 2.',
  )
  expect(await linesOf(fewer.id)).toContain('sam loosened the guard (removals: 2 to 50)')
  await test.ask(Import, 'POST', `/v1/imports/${fewer.id}/cancel`)
  expect((await change(sam, { apply: 'when-guard-quiet' })).status).toBe(200)
  const byRule = await stage(test, people(24), 'core3.csv', later)
  expect(byRule).toMatchObject({ state: 'applied' })
  expect(await linesOf(byRule.id)).toMatch(
    /Applied by rule: sam switched on applying by rule on \d{4}-\d{2}-\d{2}, in version \d+ of the rules\./,
  )
})
