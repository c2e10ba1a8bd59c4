import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type FormerHolder,
  ownersOfRecords,
  type RosterRecord,
} from '../../../../src/main/domain/identities/roster-people.ts'
import { areOneName, mayBeSameName } from '../../../../src/main/domain/identities/same-name.ts'

describe('two names', () => {
  it.each([
    ['Bell, Ada', 'ADA BELL'],
    ['Ada Bell', 'Ada M. Bell'],
    ['Łukasz Woźniak', 'Łukasz Wozniak'],
    ['José Peña', 'jose pena'],
    ['', 'Bo Cole'],
  ])('"%s" and "%s" may be one person’s', (a, b) => {
    expect([mayBeSameName(a, b), mayBeSameName(b, a)]).toEqual([true, true])
  })

  it.each([
    ['Ada Bell', 'Bo Cole'],
    ['Ada Bell', 'Ada Keller'],
    ['Ada Bell', 'Ada'],
    ['Ada Bell', 'Bo Bell'],
  ])('"%s" and "%s" are different', (a, b) => {
    expect([mayBeSameName(a, b), mayBeSameName(b, a)]).toEqual([false, false])
  })
})

const name = fc.constantFrom('Ada Bell', 'Bell, Ada', 'Bo Cole', 'Ada Keller', 'Di Evans', '')
const record = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  employeeId: fc.constantFrom('', '1', '2', '3'),
  email: fc.constantFrom('', 'ada@cu.example', 'bo@cu.example'),
  name,
  identity: fc.option(fc.integer({ min: 100, max: 105 }), { nil: null, freq: 3 }),
})
const records: fc.Arbitrary<RosterRecord[]> = fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: 10 })
const formerOf: fc.Arbitrary<Map<string, FormerHolder[]>> = fc
  .array(fc.tuple(fc.constantFrom('1', '2', '3'), fc.record({ identity: fc.integer({ min: 200, max: 203 }), name })), {
    maxLength: 5,
  })
  .map((pairs) => Map.groupBy(pairs, ([number]) => number))
  .map((groups) => new Map([...groups].map(([number, pairs]) => [number, pairs.map(([, holder]) => holder)])))

const asText = (owner: object | undefined): string => JSON.stringify(owner)

describe('the owners of new roster records', () => {
  it('are found for each of them, whatever the order of the records', () => {
    fc.assert(
      fc.property(
        records.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
        ),
        formerOf,
        ([inOrder, shuffled], former) => {
          const owners = ownersOfRecords(inOrder, former)
          expect(new Set(owners.keys())).toEqual(
            new Set(inOrder.flatMap(({ id, identity }) => (identity === null ? [id] : []))),
          )
          const again = ownersOfRecords(shuffled, former)
          for (const [id, owner] of owners) expect(asText(again.get(id))).toBe(asText(owner))
        },
      ),
    )
  })

  it('never make one person of two records with different names or different numbers', () => {
    fc.assert(
      fc.property(records, formerOf, (all, former) => {
        const owners = ownersOfRecords(all, former)
        const together = Map.groupBy(
          all.filter(({ identity }) => identity === null),
          ({ id }) => asText(owners.get(id)),
        )
        for (const [owner, group] of together) {
          // Whoever has two numbers already had them before.
          if (all.some(({ identity }) => asText({ identity }) === owner)) continue
          expect(areOneName(group.map((one) => one.name))).toBe(true)
          expect(new Set(group.map(({ employeeId }) => employeeId)).size).toBe(1)
        }
      }),
    )
  })

  it('are whoever had the number, as long as a word of the name is left', () => {
    const former = new Map([['7', [{ identity: 9, name: 'Ada Bell' }]]])
    const owner = (newName: string) =>
      ownersOfRecords([{ id: 1, employeeId: '7', name: newName, email: '', identity: null }], former).get(1)
    expect([owner('Ada Keller'), owner('Bo Cole'), owner('Bell, Ada')]).toEqual([
      { identity: 9 },
      { record: 1 },
      { identity: 9 },
    ])
  })

  it('are an expected person’s with their own address under their name, and with nothing less', () => {
    const ada = { identity: 9, name: 'Ada Bell', email: 'ada@cu.example' }
    const one = { id: 1, employeeId: '7', name: 'Bell, Ada', email: 'ada@cu.example', identity: null }
    const owner = (records: RosterRecord[], expected = [ada]) => ownersOfRecords(records, new Map(), expected).get(1)
    expect(owner([one])).toEqual({ identity: 9 })
    expect(owner([{ ...one, name: 'Bo Cole' }])).toEqual({ record: 1 })
    expect(owner([{ ...one, email: '' }])).toEqual({ record: 1 })
    // An address that two records or two expected people have is nobody's.
    expect(owner([one, { ...one, id: 2, employeeId: '8' }])).toEqual({ record: 1 })
    expect(owner([one], [ada, { ...ada, identity: 10 }])).toEqual({ record: 1 })
  })
})
