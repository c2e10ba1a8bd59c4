import { afterEach, beforeEach, expect, test } from 'vitest'
import { PersonDetail, PersonPage } from '../../../../src/contract/identities.ts'
import { EventProposalList } from '../../../../src/contract/event-proposals.ts'
import { PersonnelEventDetail } from '../../../../src/contract/personnel-events.ts'
import { type EventLab, startEventLab } from '../../../support/event-lab.ts'
import { createRoster, rosterOf } from '../../../support/roster.ts'

/** What a roster says of people whom an event made or changed first. */
let lab: EventLab
beforeEach(async () => {
  lab = await startEventLab('2026-06-30')
  await createRoster(lab.test)
})
afterEach(() => lab.close())

const report = (body: object) => lab.ask(PersonnelEventDetail, 'POST', '/v1/personnel-events', body)
const people = async (words: string) => (await lab.ask(PersonPage, 'GET', `/v1/people?q=${words}`)).items

test('the identity of an onboarding meets the record of the roster without becoming two people', async () => {
  const person = {
    firstName: 'Nora',
    lastName: 'Reyes',
    email: 'nora@cu.example',
    department: 'Wires',
    title: 'Trainee',
  }
  const { event } = await report({ kind: 'onboard', person, effectiveOn: '2026-07-06' })
  await lab.vote('admin', event.id)
  const [made] = await people('reyes')
  expect(made).toMatchObject({ name: 'Nora Reyes', status: 'Active' })
  await lab.bringText('2026-07-07', rosterOf(['17', 'Nora', 'Reyes', 'nora@cu.example', 'Wires', 'Clerk']), 'hr.csv')
  const found = await people('reyes')
  expect(found.map(({ id }) => id)).toEqual([made?.id])
  // The roster knows better now: what the event said yields.
  const detail = await lab.ask(PersonDetail, 'GET', `/v1/people/${made?.id}`)
  expect(detail.attributes['title']?.value).toBe('Clerk')
  await lab.bringText('2026-07-20', rosterOf(['18', 'Ola', 'Berg', 'ola@cu.example', 'Loans', 'Clerk']), 'hr.csv')
  expect((await people('reyes'))[0]?.status).not.toBe('Active')
})

const rows = {
  ana: ['1', 'Ana', 'Silva', 'ana@cu.example', 'Lending', 'Clerk'],
  ben: ['2', 'Ben', 'Ito', 'ben@cu.example', 'Branch', 'Teller'],
  cleo: ['3', 'Cleo', 'Diaz', 'cleo@cu.example', 'Branch', 'Teller'],
} as const
const proposed = async () =>
  (await lab.ask(EventProposalList, 'GET', '/v1/personnel-events/proposals')).items
    .map(({ kind, person }) => `${kind} ${person.name}`)
    .toSorted()

test('a roster proposes its joiners, leavers and movers, and nothing of its first import', async () => {
  await lab.bringText('2026-07-01', rosterOf(rows.ana, rows.ben), 'hr.csv')
  expect(await proposed()).toEqual([])
  const moved = ['1', 'Ana', 'Silva', 'ana@cu.example', 'Wires', 'Lead']
  await lab.bringText('2026-07-08', rosterOf(moved, rows.cleo), 'hr.csv')
  expect(await proposed()).toEqual(['offboard Ben Ito', 'onboard Cleo Diaz', 'role-transition Ana Silva'])
  const { items } = await lab.ask(EventProposalList, 'GET', '/v1/personnel-events/proposals')
  const mover = items.find(({ kind }) => kind === 'role-transition')
  expect(mover).toMatchObject({
    before: { title: 'Clerk', department: 'Lending' },
    after: { title: 'Lead', department: 'Wires' },
  })
  const confirmed = await lab.ask(
    PersonnelEventDetail,
    'POST',
    `/v1/personnel-events/proposals/${mover?.id}/report`,
    {},
  )
  expect(confirmed.event).toMatchObject({ kind: 'role-transition', stage: 'approval', effectiveOn: '2026-07-08' })
  // Ben is back in the next extract: nobody need dismiss that he left.
  await lab.bringText('2026-07-15', rosterOf(moved, rows.ben, rows.cleo), 'hr.csv')
  expect(await proposed()).toEqual(['onboard Ben Ito', 'onboard Cleo Diaz'])
})

test('an event of a script and what a roster shows of the same fact are one, whichever came first', async () => {
  await lab.bringText('2026-07-01', rosterOf(rows.ana, rows.ben, rows.cleo), 'hr.csv')
  const [ben] = await people('ito')
  const first = await report({ kind: 'offboard', personId: ben?.id, effectiveOn: '2026-07-10' })
  await lab.bringText('2026-07-08', rosterOf(rows.ana), 'hr.csv')
  // Cleo has left unannounced; Ben's leaving is known.
  expect(await proposed()).toEqual(['offboard Cleo Diaz'])
  expect((await lab.read(first.event.id)).activity.map(({ text }) => text)).toContain(
    'The roster of 2026-07-08 shows it, too.',
  )
  const [cleo] = await people('diaz')
  const second = await report({ kind: 'offboard', personId: cleo?.id, effectiveOn: '2026-07-09' })
  expect(second.event.stage).toBe('approval')
  expect(await proposed()).toEqual([])
})

test('who is back from a leave without an end is proposed, and comes back once that is confirmed', async () => {
  await lab.bringText('2026-07-01', rosterOf(rows.ana, rows.ben), 'hr.csv')
  const [ana] = await people('silva')
  const { event } = await report({ kind: 'leave-of-absence', personId: ana?.id, effectiveOn: '2026-07-01' })
  await lab.vote('admin', event.id)
  await lab.bringText('2026-07-08', rosterOf(rows.ben), 'hr.csv')
  await lab.bringText('2026-09-01', rosterOf(rows.ana, rows.ben), 'hr.csv')
  expect(await proposed()).toEqual(['return Ana Silva'])
  const { items } = await lab.ask(EventProposalList, 'GET', '/v1/personnel-events/proposals')
  await lab.ask(PersonnelEventDetail, 'POST', `/v1/personnel-events/proposals/${items[0]?.id}/report`, {})
  expect((await lab.read(event.id)).event.status).not.toBe('snoozed')
  expect(await proposed()).toEqual([])
})

test('a row of the roster that could not be read is no leaver', async () => {
  await lab.bringText('2026-07-01', rosterOf(rows.ana, rows.ben), 'hr.csv')
  await lab.bringText('2026-07-08', `${rosterOf(rows.ana)}\n2,Ben,Ito,"ben@cu.example`, 'hr.csv')
  expect(await proposed()).toEqual([])
})
