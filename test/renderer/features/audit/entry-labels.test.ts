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

const object = { type: 'approval-task', id: 't' }
const completed = (...outcomes: string[]) =>
  actionLabel(
    entry('approval-task.completed', object, { outcomes: outcomes.map((outcome) => ({ item: 'x', outcome })) }),
  )

test('labels an action by its id or by a label of its own', () => {
  expect(actionLabel(entry('delegation.made', object))).toBe('Delegation created')
  expect(actionLabel(entry('import.staged-again', object))).toBe('Import staged again')
})

test('labels a completed task by its outcome', () => {
  expect(completed('approved', 'approved')).toBe('Approved')
  expect(completed('rejected')).toBe('Denied')
  expect(completed('not provisioned')).toBe('Not provisioned')
  expect(completed('approved', 'rejected')).toBe('Decided item by item')
  expect(completed()).toBe('Task completed')
})

test('links an entry to the screen of its object', () => {
  expect(pathOfObject(entry('request.made', { type: 'request', id: 'a/b' }))).toBe('/requests/a%2Fb')
  expect(pathOfObject(entry('violation.excepted', { type: 'violation', id: 'v' }))).toBe('/policies?show=violations')
  expect(pathOfObject(entry('role.given', { type: 'managed-role', id: 'r', name: 'Teller' }))).toBeUndefined()
  expect(objectLabel({ type: 'setting', id: 'governance' })).toBe('request rules')
})

test('shows details as names and values', () => {
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
  expect(until).toEqual({ key: 'To', value: 'no end date' })
})
