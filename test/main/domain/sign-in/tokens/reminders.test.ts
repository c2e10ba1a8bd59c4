import { afterEach, beforeEach, expect, it } from 'vitest'
import { createToken, revokeToken } from '../../../../../src/main/domain/sign-in/tokens/tokens.service.ts'
import { createReminders, remindOfExpiry } from '../../../../../src/main/domain/sign-in/tokens/reminders.service.ts'
import { days, hours, operator, type People, startPeople } from '../../../../support/people.ts'

let people: People
beforeEach(() => {
  people = startPeople()
})
afterEach(() => people.close())

const make = (name: string, life: number) =>
  createToken(people.env, operator, { name, scopes: ['imports:read'], expires: { days: life } }).token
const said = () =>
  people
    .recorded()
    .filter(({ action }) => action === 'token.ends-soon')
    .map(({ details }) => details['days'])

it('a token that ends is spoken of 14, 7 and 1 days before, once each, over restarts', () => {
  make('nightly', 30)
  for (let day = 0; day < 35; day++) {
    people.advance(days(1))
    remindOfExpiry(people.env)
    people.restart()
    remindOfExpiry(people.env)
  }
  expect(said()).toEqual([14, 7, 1])
})

it('what passed while nobody looked is said once, with what is left', () => {
  make('nightly', 30)
  people.advance(days(29) + hours(1))
  expect([remindOfExpiry(people.env), remindOfExpiry(people.env)]).toEqual([1, 0])
  expect(said()).toEqual([1])
})

it('a token of a week is not spoken of on the day it is made; one that was revoked or has ended never', () => {
  make('short', 7)
  const gone = make('gone', 10)
  revokeToken(people.env, operator, gone.id, 'no longer needed')
  expect(remindOfExpiry(people.env)).toBe(0)
  people.advance(days(6))
  expect(remindOfExpiry(people.env)).toBe(1)
  people.advance(days(3))
  expect(remindOfExpiry(people.env)).toBe(0)
  expect(said()).toEqual([1])
})

it('it is looked once an hour', () => {
  make('nightly', 30)
  const reminders = createReminders(people.env)
  reminders.due()
  people.advance(days(16) - hours(1) / 2)
  reminders.due()
  expect(said()).toEqual([])
  people.advance(hours(1) / 2)
  reminders.due()
  expect(said()).toEqual([])
  people.advance(hours(1) / 2)
  reminders.due()
  expect(said()).toEqual([14])
})
