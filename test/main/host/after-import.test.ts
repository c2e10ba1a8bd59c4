import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditPage } from '../../../src/contract/audit.ts'
import { Import, ImportLog, ImportPage } from '../../../src/contract/imports.ts'
import {
  completeFollowUp,
  followUpSteps,
  type FollowUpStep,
} from '../../../src/main/domain/imports/follow-ups/follow-ups.service.ts'
import { anyOutsideAccess } from '../../../src/main/domain/shared/outside-access.ts'
import { createAfterImport, type FollowUpActions } from '../../../src/main/host/after-import.ts'
import { openStore } from '../../../src/main/storage/store.ts'
import { apply, createCore, extract, stage, startTestHost, type TestHost } from '../../support/test-host.ts'

let test: TestHost
beforeEach(async () => {
  test = await startTestHost()
  await createCore(test)
})
afterEach(() => test.close())

/** Takes the follow-ups of every import back, as if the program had been killed before the first. */
function reopenFollowUps(dataDir: string): void {
  const db = new Database(join(dataDir, 'castellan.db'))
  db.exec('UPDATE import_follow_up SET done_at = NULL, failed_at = NULL, reason = NULL')
  db.close()
}

const childOf = (dataDir: string, effects: string, killBefore: number) =>
  spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'after-import-child.ts'), dataDir, effects, String(killBefore)],
    { encoding: 'utf8' },
  )

it('states the order of what follows an import', () => {
  expect(followUpSteps).toEqual([
    'match-accounts',
    'sign-checkpoint',
    'archive-files',
    'verify-claims',
    'scan-policies',
    'notify',
  ])
})

it('does every step of an applied import, and shows it with the import', async () => {
  const applied = await apply(test, await stage(test, extract([['ana', 'Wire']])))
  expect(applied.followUps.map(({ step, state }) => [step, state])).toEqual(followUpSteps.map((step) => [step, 'done']))
})

it('plans fewer steps for an import that changes nothing', async () => {
  const content = extract([['ana', 'Wire']])
  await apply(test, await stage(test, content))
  const duplicate = await stage(test, content)
  expect(duplicate).toMatchObject({ state: 'duplicate' })
  expect(duplicate.followUps.map(({ step, state }) => [step, state])).toEqual([
    ['archive-files', 'done'],
    ['verify-claims', 'done'],
    ['notify', 'done'],
  ])
})

describe('a step that fails', () => {
  it.each(followUpSteps)(
    '%s loses none of the others, is logged once, and is done when it is tried again',
    async (failing) => {
      const { id } = await apply(test, await stage(test, extract([['ana', 'Wire']])))
      await test.reopen(async () => {
        reopenFollowUps(test.dataDir)
        const store = openStore(test.dataDir)
        const env = { store, clock: Date.now, newId: randomUUID, randomBytes, outside: anyOutsideAccess }
        const done: FollowUpStep[] = []
        let broken = true
        const actions = Object.fromEntries(
          followUpSteps.map((step) => [
            step,
            () => {
              if (step === failing && broken) throw new Error('the share is gone')
              done.push(step)
            },
          ]),
        ) as unknown as FollowUpActions
        const after = createAfterImport(env, actions)
        for (let time = 0; time < 2; time++) {
          after.run(id)
          await after.idle()
        }
        expect(done).toEqual(followUpSteps.filter((step) => step !== failing))
        broken = false
        after.resume()
        await after.idle()
        expect(done.toSorted()).toEqual(followUpSteps.toSorted())
        await after.close()
        store.close()
      })
      const { followUps } = await test.ask(Import, 'GET', `/v1/imports/${id}`)
      expect(followUps.every(({ state, reason }) => state === 'done' && reason === null)).toBe(true)
      const log = await test.ask(ImportLog, 'GET', `/v1/imports/${id}/log`)
      expect(log.items.filter(({ line }) => line.includes('the share is gone'))).toHaveLength(1)
      const audit = await test.ask(AuditPage, 'GET', '/v1/audit')
      expect(audit.items.filter(({ action }) => action === 'import.follow-up-failed')).toMatchObject([
        { details: { step: failing, reason: 'the share is gone' } },
      ])
    },
  )
})

describe('a program that is killed between two steps', () => {
  it('goes on at its next start: every step has happened once', async () => {
    await apply(test, await stage(test, extract([['ana', 'Wire']])))
    await test.reopen(() => {
      for (const [killBefore] of followUpSteps.entries()) {
        reopenFollowUps(test.dataDir)
        const effects = join(test.importsDir, `effects-${killBefore}`)
        writeFileSync(effects, '')
        expect(childOf(test.dataDir, effects, killBefore).signal).toBe('SIGKILL')
        expect(readFileSync(effects, 'utf8').split('\n').slice(0, -1)).toEqual(followUpSteps.slice(0, killBefore))
        const next = childOf(test.dataDir, effects, -1)
        expect([next.status, next.stderr]).toEqual([0, ''])
        expect(readFileSync(effects, 'utf8').split('\n').slice(0, -1)).toEqual(followUpSteps)
      }
    })
  })

  it('does them for an import that was applied by the program itself', async () => {
    const { id } = await apply(test, await stage(test, extract([['ana', 'Wire']])))
    await test.reopen(() => reopenFollowUps(test.dataDir))
    await test.host.idle()
    const { followUps } = await test.ask(Import, 'GET', `/v1/imports/${id}`)
    expect(followUps.map(({ state }) => state)).toEqual(followUpSteps.map(() => 'done'))
  })
})

it('shows why the files of an import could not be moved, and moves them when they can', async () => {
  test.drop('processed', 'a file stands where the folder should be')
  test.drop('core.csv', extract([['ana', 'Wire']]))
  await test.host.sweep()
  await test.host.sweep()
  await test.host.idle()
  const [staged] = (await test.ask(ImportPage, 'GET', '/v1/imports')).items
  if (!staged) throw new Error('nothing was staged')
  const applied = await apply(test, staged)
  const byStep = (imported: Import) => Object.fromEntries(imported.followUps.map(({ step, state }) => [step, state]))
  expect(byStep(applied)).toEqual({
    'match-accounts': 'done',
    'sign-checkpoint': 'done',
    'archive-files': 'failed',
    'verify-claims': 'done',
    'scan-policies': 'done',
    notify: 'done',
  })
  expect(applied.followUps.find(({ step }) => step === 'archive-files')?.reason).toMatch(/EEXIST|ENOTDIR/)
  await test.reopen(() => rmSync(join(test.importsDir, 'processed')))
  await test.host.sweep()
  await test.host.idle()
  expect(byStep(await test.ask(Import, 'GET', `/v1/imports/${staged.id}`))['archive-files']).toBe('done')
})

it('writes a step down as done for an import that exists only', () => {
  const store = openStore(test.dataDir)
  const env = { store, clock: Date.now, newId: randomUUID, randomBytes, outside: anyOutsideAccess }
  expect(() => completeFollowUp(env, randomUUID(), 'notify')).toThrow('There is no such import.')
  store.close()
})
