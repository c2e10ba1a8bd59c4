import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../../src/contract/audit.ts'
import {
  actionLabel,
  factsOf,
  objectLabel,
  pathOfObject,
} from '../../../../src/renderer/features/audit/entry-labels.ts'

const entry = (action: string, object: AuditEntry['object'], details: AuditEntry['details'] = {}): AuditEntry => ({
  seq: 1,
  at: '2026-07-01T12:00:00.000Z',
  actor: { kind: 'person', name: 'ben', via: 'password' },
  action,
  object,
  details,
  hash: 'h',
})

test('an action reads as words, with or without a sentence of its own', () => {
  expect(actionLabel('approval-task.completed')).toBe('Task decided')
  expect(actionLabel('import.staged-again')).toBe('Import staged again')
})

test('an entry leads to what it is about, whatever is in its id', () => {
  expect(pathOfObject(entry('request.made', { type: 'request', id: 'a/b' }))).toBe('/requests/a%2Fb')
  expect(pathOfObject(entry('violation.excepted', { type: 'violation', id: 'v' }))).toBe('/policies?show=violations')
  expect(pathOfObject(entry('role.given', { type: 'managed-role', id: 'r', name: 'Teller' }))).toBeUndefined()
  expect(objectLabel({ type: 'setting', id: 'governance' })).toBe('how requests are decided')
})

test('what it commits to is read as names and values', () => {
  const outcomes = [{ item: 'Wire Approval', outcome: 'approved' }]
  expect(
    factsOf(entry('approval-task.completed', { type: 'approval-task', id: 't' }, { outcomes, recorded: true })),
  ).toEqual([
    { key: 'Outcomes', value: 'Wire Approval: approved' },
    { key: 'Recorded', value: 'yes' },
  ])
  const [, until] = factsOf(
    entry('delegation.made', { type: 'person', id: 'p' }, { intervalSeconds: 5, to: Number.MAX_SAFE_INTEGER }),
  )
  expect(until).toEqual({ key: 'To', value: 'until it is ended' })
})
