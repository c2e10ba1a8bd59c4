import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../../src/main/api/identity-governance/operation.ts'
import { identityGovernanceOperations } from '../../../../src/main/api/identity-governance/operations.ts'
import { type Called, openStage, type Stage, stagePeople } from './authorization-stage.ts'
import { type Call, specimens } from './authorization-specimens.ts'

/**
 * Every operation of `/openidm` by everybody who can have to do with it: what comes out stands in authorization.txt, so
 * that a change in who may do what is read by whoever reviews it. A number in brackets is how many entries of a list the
 * caller sees of what was put there. An object is used until a call changes it: a refusal that had an effect would show
 * in the answer to the next.
 */
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const nameOf = ({ method, path, action }: Operation): string =>
  [method, path, ...(action === undefined ? [] : [typeof action === 'string' ? action : action[0]])].join(' ')

const outcomeOf = ({ status, body }: Called): string => {
  const list: unknown = body?.result
  return Array.isArray(list) && status === 200 ? `200 (${list.length})` : String(status)
}

describe('authorization of /openidm', () => {
  it('has a specimen of every operation', () => {
    expect(Object.keys(specimens).toSorted()).toEqual(identityGovernanceOperations.map(nameOf).toSorted())
  })

  it('is as it was decided', async () => {
    const blocks: string[] = []
    for (const operation of identityGovernanceOperations) {
      const name = nameOf(operation)
      for (const [which, specimen] of Object.entries(specimens[name] ?? {})) {
        const outcomes = new Map<string, string[]>()
        let call: Call | null = null
        for (const person of stagePeople) {
          call ??= await specimen(stage)
          const body: unknown = typeof call.body === 'function' ? call.body(person) : call.body
          const called = await stage.call(person, operation.method, call.path, body)
          if (called.status < 300 && operation.method !== 'GET') call = null
          const outcome = outcomeOf(called)
          outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), person])
          if (person === 'anonymous')
            expect([name, outcome]).toEqual([name, operation.access === 'nobody' ? '200' : '401'])
        }
        const lines = [...outcomes]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([outcome, people]) => `  ${outcome}: ${people.join(', ')}`)
        blocks.push([which === '' ? name : `${name} · ${which}`, ...lines].join('\n'))
      }
    }
    await expect(`${blocks.join('\n')}\n`).toMatchFileSnapshot(resolve(import.meta.dirname, 'authorization.txt'))
    // Some twelve hundred calls, most with an object of their own.
  }, 60_000)
})
