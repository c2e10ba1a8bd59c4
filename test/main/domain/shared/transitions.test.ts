import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  requestTransitions,
  stepTransitions,
  verificationTransitions,
} from '../../../../src/main/domain/access-requests/model/request.ts'
import { taskTransitions } from '../../../../src/main/domain/access-requests/model/task.ts'
import { importTransitions } from '../../../../src/main/domain/imports/model/import.ts'
import { messageTransitions } from '../../../../src/main/domain/notifications/message.ts'
import { eventTransitions } from '../../../../src/main/domain/personnel-events/model/event.ts'
import { scanTransitions } from '../../../../src/main/domain/policies/scans/scans.ts'
import { type Transitions, TransitionError } from '../../../../src/main/domain/shared/transitions.ts'

const machines: readonly [
  name: string,
  machine: Transitions<string>,
  starts: readonly string[],
  ends: readonly string[],
][] = [
  ['imports', importTransitions, ['queued'], ['applied', 'duplicate', 'failed', 'cancelled']],
  ['personnel events', eventTransitions, ['approval'], ['rejected', 'cancelled']],
  ['requests', requestTransitions, ['in-progress'], ['complete', 'cancelled']],
  ['items', stepTransitions, ['approval', 'scheduled'], ['done']],
  ['verification', verificationTransitions, ['none'], []],
  ['tasks', taskTransitions, ['in-progress'], ['complete', 'cancelled']],
  ['scans', scanTransitions, ['idle'], []],
  ['messages', messageTransitions, ['waiting'], ['sent', 'given-up']],
]

describe.each(machines)('the table of %s', (_, machine, starts, ends) => {
  const followers = (state: string) => machine.states.filter((to) => machine.can(state, to))

  it('ends where it says', () => {
    expect(machine.states.filter((state) => machine.isEnd(state)).toSorted()).toEqual([...ends].toSorted())
  })

  it('leads to every state from the first', () => {
    const reached = new Set(starts)
    for (const state of reached) for (const next of followers(state)) reached.add(next)
    expect([...reached].toSorted()).toEqual([...machine.states].toSorted())
  })

  it('lets nothing through that it lacks', () => {
    const anyState = fc.constantFrom(...machine.states)
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        const move = () => machine.assert(from, to)
        if (machine.can(from, to)) expect(move).not.toThrow()
        else expect(move).toThrow(TransitionError)
      }),
    )
  })
})
