import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRefusalNotes } from '../../../../src/main/domain/audit/notes.service.ts'
import { minutes, type People, startPeople } from '../../../support/people.ts'

let people: People
beforeEach(() => {
  people = startPeople()
})
afterEach(() => people.close())

test('records what a transport refused with its reason, and without the secret', () => {
  const note = createRefusalNotes(people.env)
  note({ kind: 'credentials-in-address', method: 'GET', pathname: '/v1/imports' })
  note({ kind: 'malformed-link' })
  note({ kind: 'refused-start', argument: '--remote-debugging-port', at: '2026-06-30T08:00:00.000Z' })
  expect(people.recorded().map(({ action, details }) => [action, details])).toEqual([
    ['request.refused', { why: 'credentials-in-address', method: 'GET', path: '/v1/imports' }],
    ['link.ignored', { why: 'malformed-link' }],
    ['start.refused', { argument: '--remote-debugging-port', startedAt: '2026-06-30T08:00:00.000Z' }],
  ])
})

test('a flood is counted, not recorded, and does not hide the other kinds', () => {
  const note = createRefusalNotes(people.env)
  const flood = () => {
    for (let i = 0; i < 500; i++) note({ kind: 'credentials-in-address', method: 'GET', pathname: `/${i}` })
  }
  flood()
  expect(people.recorded()).toHaveLength(30)
  expect(people.recorded().at(-1)?.details).toMatchObject({ further: 'not recorded for a minute' })
  note({ kind: 'malformed-link' })
  people.advance(minutes(1))
  flood()
  expect(people.recorded()).toHaveLength(61)
})

test('names that can’t be written as they are don’t break the note', () => {
  createRefusalNotes(people.env)({
    kind: 'credentials-in-address',
    method: 'GET',
    pathname: `/${'a'.repeat(198)}\u{1f600}`,
  })
  expect(people.recorded()).toHaveLength(1)
})
