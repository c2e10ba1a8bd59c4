import fc from 'fast-check'
import { expect, it } from 'vitest'
import { itemStatuses } from '../../../../src/main/domain/personnel-events/items/item-status.ts'
import {
  type AccessRequestEvent,
  accessRequestEvents,
  eventsBetween,
  type ToldItem,
} from '../../../../src/main/domain/webhooks/access-request-events.ts'

const told = fc.record({
  status: fc.constantFrom(...itemStatuses),
  assignee: fc.option(fc.constantFrom('person 1', 'person 2', 'role 1')),
})
const follow = (life: readonly ToldItem[]): AccessRequestEvent[] =>
  life.flatMap((now, i) => eventsBetween(life[i - 1] ?? null, now))

it.each([
  [['pending'], ['created']],
  [
    ['pending', 'open', 'resolved', 'completed'],
    ['created', 'approved', 'resolved', 'completed'],
  ],
  [
    ['pending', 'completed'],
    ['created', 'approved', 'completed'],
  ],
  [
    ['pending', 'canceled'],
    ['created', 'canceled'],
  ],
  [['scheduled'], ['created', 'approved']],
  [
    ['pending', 'open', 'resolved', 'open', 'resolved', 'completed'],
    ['created', 'approved', 'resolved', 'reopened', 'resolved', 'completed'],
  ],
] as const)('a life of %j is told as %j', (statuses, events) => {
  expect(follow(statuses.map((status) => ({ status, assignee: null })))).toEqual(events)
})

it('whom it waits for is told once, and again when that is somebody else', () => {
  const by = (assignee: string | null): ToldItem => ({ status: 'pending', assignee })
  expect(follow([by('person 1'), by('person 1'), by('person 2'), by(null), by('person 2')])).toEqual([
    'created',
    'assigned',
    'assigned',
    'assigned',
  ])
})

it('a life is created once and first, ends only when it goes on, and is told nothing twice', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 12 }), (life) => {
      const events = follow(life)
      expect(events.indexOf('created')).toBe(0)
      expect(events.lastIndexOf('created')).toBe(0)
      const ends = events.filter((event) => ['resolved', 'completed', 'canceled', 'reopened'].includes(event))
      ends.forEach((event, i) => {
        if (event === 'reopened') expect(['resolved', 'completed', 'canceled']).toContain(ends[i - 1])
        else expect(ends[i - 1]).not.toBe(event)
      })
      // Looking twice at the same tells nothing.
      for (const now of life) expect(eventsBetween(now, now)).toEqual([])
    }),
  )
})

it('each event has words of its own', () => {
  const all = Object.values(accessRequestEvents)
  for (const member of ['name', 'display', 'description'] as const)
    expect(new Set(all.map((event) => event[member])).size).toBe(all.length)
  for (const { name } of all) expect(name).toMatch(/^AccessRequest[A-Z][a-z]+$/)
})
