import { expect, it } from 'vitest'
import { differences } from '../../../../src/main/domain/audit/differences.ts'

it('names what differs, with what it was and is; nothing that stayed', () => {
  expect(differences({ name: 'a', risk: 3, order: [1] }, { name: 'a', risk: 8, order: [1], owner: null })).toEqual([
    { what: 'risk', from: 3, to: 8 },
  ])
  expect(differences({ gone: true }, { come: ['x'] })).toEqual([
    { what: 'come', from: null, to: ['x'] },
    { what: 'gone', from: true, to: null },
  ])
})

it('keeps a long text out of the log, and two long texts apart', () => {
  const [difference] = differences({ body: 'x'.repeat(500) }, { body: 'y'.repeat(500) })
  expect(difference?.['from']).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(difference?.['from']).not.toBe(difference?.['to'])
})
