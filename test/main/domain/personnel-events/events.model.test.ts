import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PersonnelEventDetail } from '../../../../src/contract/personnel-events.ts'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'
import type { Grant } from '../../../support/test-host.ts'

/**
 * Random steps over one event of each kind: days pass, people vote, take votes back, carry out, extracts come that show the
 * work or not, the program is closed and opened. After each step the event is held to what must be true of it.
 */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('vote' as const),
      who: fc.constantFrom('boss', 'admin', 'ana'),
      yes: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who: fc.constantFrom('boss', 'admin') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('carry out' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('extract' as const),
      shows: fc.constantFrom('done' as const, 'undone' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const kinds = [
  { kind: 'offboard', effectiveOn: '2026-07-06' },
  { kind: 'leave-of-absence', effectiveOn: '2026-07-06', endOn: '2026-07-20' },
  { kind: 'leave-of-absence', effectiveOn: '2026-07-06' },
  { kind: 'role-transition', effectiveOn: '2026-07-06', endOn: '2026-07-20', person: { department: 'Wires' } },
] as const

const before: Grant[] = [
  ['ana', 'Loans'],
  ['ben', 'Loans'],
]

async function take(lab: EventLab, id: string, taken: Step, day: { now: string }): Promise<void> {
  const path = `/v1/personnel-events/${id}`
  switch (taken.do) {
    case 'wait':
      day.now = new Date(Date.parse(`${day.now}T00:00:00Z`) + taken.days * 86_400_000).toISOString().slice(0, 10)
      return lab.goTo(day.now)
    case 'vote': {
      const body = { answer: taken.yes ? 'approved' : 'rejected', comment: 'as it is' }
      await (await lab.signIn(taken.who)).send('POST', `${path}/votes`, body)
      return lab.test.host.runPersonnelEvents()
    }
    case 'withdraw':
      await (await lab.signIn(taken.who)).send('DELETE', `${path}/votes`)
      return
    case 'carry out':
      return lab.carryOut()
    case 'extract': {
      const { items } = await lab.read(id)
      const last = items.findLast(({ outcome }) => outcome === 'provisioned')
      const gone = taken.shows === 'done' && (last?.action === 'remove' || last?.action === 'suspend')
      day.now = new Date(Date.parse(`${day.now}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
      await lab.bring(day.now, ...(gone ? before.slice(1) : before))
      return
    }
    case 'resume':
      await lab.test.call('POST', `${path}/resume`, {})
      return
    case 'restart':
      return lab.test.reopen()
  }
}

/** What must be true of an event, whatever happened. */
function holds(
  { event, requirements, items, activity }: PersonnelEventDetail,
  today: string,
  was: PersonnelEventDetail,
): void {
  // Nothing is made before the approval, and nothing by an event that was rejected.
  if (event.stage === 'approval' || event.stage === 'rejected') expect(items).toEqual([])
  // What takes access never begins before its day.
  if (event.kind !== 'role-transition' && items.length > 0) expect(today >= event.effectiveOn).toBe(true)
  // Nothing is completed that the data contradicts, or that somebody has not verified.
  if (event.status === 'completed') {
    expect(items.every(({ outcome, verification }) => outcome !== null && verification !== 'contradicted')).toBe(true)
    expect(activity.some(({ text }) => text.startsWith('Verification: approved'))).toBe(true)
  }
  // The person has no vote about themselves.
  expect(requirements.every(({ by }) => by?.name !== 'P ana')).toBe(true)
  // History only grows; an event that was rejected stays so.
  expect(activity.slice(0, was.activity.length)).toEqual(was.activity)
  if (was.event.stage === 'rejected') expect(event.stage).toBe('rejected')
  // Each item is of the event for good, and its outcome final.
  for (const [at, item] of was.items.entries()) {
    expect(items[at]?.id).toBe(item.id)
    if (item.outcome !== null) expect(items[at]?.outcome).toBe(item.outcome)
  }
}

test('events keep their rules over random votes, days, work, extracts and restarts', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.array(step, { minLength: 6, maxLength: 14 }),
      async (kind, steps) => {
        const lab = await startEventLab('2026-06-30')
        try {
          const ana = await lab.person('ana', { manager: { _ref: 'managed/user/boss' }, department: 'Lending' })
          await lab.bring('2026-06-30', ...before)
          await lab.match('ana', ana)
          const made = await lab.ask(PersonnelEventDetail, 'POST', '/v1/personnel-events', { ...kind, personId: ana })
          const day = { now: '2026-06-30' }
          let was = made
          for (const taken of [{ do: 'vote', who: 'boss', yes: true } as const, ...steps]) {
            await take(lab, made.event.id, taken, day)
            const is = await lab.read(made.event.id)
            holds(is, day.now, was)
            was = is
          }
        } finally {
          await lab.close()
        }
      },
    ),
    { numRuns: Number(process.env['CASTELLAN_EVENT_RUNS'] ?? 6) },
  )
})
